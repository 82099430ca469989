package dev.metaproc.isolation;

/**
 * The end of a main thread whose main method has thrown. It takes no {@code catch} in {@link
 * MainThread}, which would make the exception a caught one to a debugger: the JVM asks the dying
 * thread for its handler, and that is this one.
 */
final class MainDeath implements Thread.UncaughtExceptionHandler {
  private static final String CALLER = "dispatchUncaughtException";

  private final Program program;

  MainDeath(Program program) {
    this.program = program;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    program.mainEnded(program.mainThrew(thrown));
  }

  /**
   * Whether a thread's handler is asked for by the JVM, and not by a program. Called from that
   * method of the thread, whose class is hidden and so its frame.
   */
  static boolean isAskedByTheJvm() {
    try {
      return StackWalker.getInstance()
          .walk(frames -> frames.skip(1).findFirst())
          .filter(frame -> frame.getMethodName().equals(CALLER))
          .filter(frame -> frame.getClassName().equals(Thread.class.getName()))
          .isPresent();
    } catch (OutOfMemoryError e) {
      return true; // it reports to whom the program would have asked for
    }
  }
}
