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
    NOT_RUNNABLE,
    /** Its code is the JDK's, which all programs of a JVM share. */
    NEEDS_OWN_JVM
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

  /**
   * Main classes of the JDK are not rewritten: what they keep, and how they end, is the JVM's.
   *
   * @param what the class or the module, with that word in front
   */
  static ProgramException ofJdk(String what) {
    return new ProgramException(
        Kind.NEEDS_OWN_JVM,
        what + " is the JDK's, whose code all programs of a JVM share: run it with java --strict",
        null);
  }
}
