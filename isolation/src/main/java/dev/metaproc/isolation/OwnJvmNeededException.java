package dev.metaproc.isolation;

/**
 * Why a program cannot be one of several in a JVM, found out on its main thread before its main
 * method ran: an agent of its asked for what only a whole JVM has. {@link Program#uncaught} gives
 * it.
 */
public final class OwnJvmNeededException extends RuntimeException {
  private static final long serialVersionUID = 1;

  OwnJvmNeededException(String message, Throwable cause) {
    super(message, cause);
  }
}
