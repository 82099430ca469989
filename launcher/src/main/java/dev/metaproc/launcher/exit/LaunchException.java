package dev.metaproc.launcher.exit;

import java.io.Serial;

/**
 * Why a command cannot go on, told in one line that the user reads as it is: the value, the rule
 * and the cure. What caused it is kept for {@code --verbose}.
 */
public final class LaunchException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** What kind of thing went wrong; {@link ExitCodes} gives each its code. */
  public enum Kind {
    /** The command line or a file it names is wrong. */
    USAGE,
    /** The program exists and cannot be run. */
    NOT_RUNNABLE,
    /** There is no such program. */
    NOT_FOUND,
    /** The host itself failed. */
    HOST
  }

  private final Kind kind;

  public LaunchException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public LaunchException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public static LaunchException usage(String message) {
    return new LaunchException(Kind.USAGE, message);
  }

  public Kind kind() {
    return kind;
  }
}
