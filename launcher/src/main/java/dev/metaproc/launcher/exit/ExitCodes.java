package dev.metaproc.launcher.exit;

/** The exit codes of the commands, and the only place that decides them. */
public final class ExitCodes {
  public static final int SUCCESS = 0;
  public static final int UNCAUGHT_EXCEPTION = 1;
  public static final int USAGE = 2;
  public static final int DEADLOCK = 123;
  public static final int TIMEOUT = 124;
  public static final int HOST = 125;
  public static final int NOT_RUNNABLE = 126;
  public static final int NOT_FOUND = 127;
  public static final int INTERRUPTED = 130;
  public static final int TERMINATED = 143;

  private ExitCodes() {}

  public static int of(LaunchException failure) {
    return switch (failure.kind()) {
      case USAGE -> USAGE;
      case NOT_RUNNABLE -> NOT_RUNNABLE;
      case NOT_FOUND -> NOT_FOUND;
      case HOST -> HOST;
    };
  }

  /** The code of a command that ended the way its job did. */
  public static int of(JobEnd end) {
    return switch (end) {
      case JobEnd.Completed() -> SUCCESS;
      case JobEnd.RankExited(int rank, int code) -> ofProgram(code);
      case JobEnd.RankThrew(int rank, int code) ->
          code == SUCCESS ? UNCAUGHT_EXCEPTION : ofProgram(code);
      case JobEnd.Aborted(int rank, int code) -> ofProgram(code);
      case JobEnd.Deadlocked(String report) -> DEADLOCK;
      case JobEnd.TimedOut() -> TIMEOUT;
      case JobEnd.Interrupted() -> INTERRUPTED;
      case JobEnd.Terminated() -> TERMINATED;
      case JobEnd.Failed(LaunchException failure) -> of(failure);
    };
  }

  /**
   * What the shell sees of a program's own code. A shell keeps eight bits; a failure whose eight
   * bits are all zero must not look like success.
   */
  public static int ofProgram(int code) {
    int seen = code & 0xff;
    return seen == 0 && code != 0 ? 1 : seen;
  }
}
