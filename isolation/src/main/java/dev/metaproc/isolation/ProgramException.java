package dev.metaproc.isolation;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A program that could not be started. The message is one line: what, why, and the cure. */
public final class ProgramException extends IOException {
  private static final long serialVersionUID = 1;

  /** Why it could not be started; each kind is one exit code of the command line. */
  public enum Kind {
    /** The jar, class or directory does not exist. */
    NOT_FOUND,
    /** It exists and cannot be run: broken, too new, without a main method. */
    NOT_RUNNABLE
  }

  private final Kind kind;

  public ProgramException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  static ProgramException notFound(String message, @Nullable Throwable cause) {
    return new ProgramException(Kind.NOT_FOUND, message, cause);
  }

  static ProgramException notRunnable(String message, @Nullable Throwable cause) {
    return new ProgramException(Kind.NOT_RUNNABLE, message, cause);
  }
}
