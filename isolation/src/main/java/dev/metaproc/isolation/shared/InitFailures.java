package dev.metaproc.isolation.shared;

import org.jspecify.annotations.Nullable;

/** A failed class initialisation, worded as the JVM words it. */
final class InitFailures {
  private InitFailures() {}

  /** What the thread gets that ran the initialiser: errors as they are, exceptions wrapped. */
  static Error first(Throwable thrown) {
    if (thrown instanceof Error error) {
      return error;
    }
    ExceptionInInitializerError wrapped = new ExceptionInInitializerError(thrown);
    StackTraces.clean(wrapped);
    return wrapped;
  }

  /** What is kept of it, to be the cause of every later error; holds no object of the program. */
  static Throwable record(Throwable thrown) {
    String message = thrown.getMessage();
    ExceptionInInitializerError kept =
        new ExceptionInInitializerError(
            "Exception "
                + thrown.getClass().getName()
                + (message == null ? "" : ": " + message)
                + " [in thread \""
                + Thread.currentThread().getName()
                + "\"]");
    kept.setStackTrace(thrown.getStackTrace());
    return kept;
  }

  /** What everybody gets after that. */
  static NoClassDefFoundError again(String owner, @Nullable Throwable recorded) {
    NoClassDefFoundError error = new NoClassDefFoundError("Could not initialize class " + owner);
    if (recorded != null) {
      error.initCause(recorded);
    }
    StackTraces.clean(error);
    return error;
  }
}
