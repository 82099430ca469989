package dev.metaproc.isolation;

import org.jspecify.annotations.Nullable;

/**
 * The JVM's single streams, properties and default exception handler, taken over while a host is
 * open and given back when it closes.
 */
final class Delegates implements AutoCloseable {
  private final DelegatingPrintStream out;
  private final DelegatingPrintStream err;
  private final DelegatingInputStream in;
  private final DelegatingProperties properties;
  private final Thread.UncaughtExceptionHandler handler;
  private final Thread.@Nullable UncaughtExceptionHandler hostHandler;

  private Delegates() {
    out = new DelegatingPrintStream(System.out, program -> program.state().out());
    err = new DelegatingPrintStream(System.err, program -> program.state().err());
    in = new DelegatingInputStream(System.in);
    properties = new DelegatingProperties(System.getProperties());
    hostHandler = Thread.getDefaultUncaughtExceptionHandler();
    handler = this::uncaught;
  }

  static Delegates install() {
    Delegates delegates = new Delegates();
    System.setOut(delegates.out);
    System.setErr(delegates.err);
    System.setIn(delegates.in);
    System.setProperties(delegates.properties);
    Thread.setDefaultUncaughtExceptionHandler(delegates.handler);
    return delegates;
  }

  private void uncaught(Thread thread, Throwable thrown) {
    Program program = CurrentProgram.of(thread);
    if (program != null) {
      program.uncaught(thread, thrown);
    } else if (hostHandler != null) {
      hostHandler.uncaughtException(thread, thrown);
    } else {
      err.host().print("Exception in thread \"" + thread.getName() + "\" ");
      thrown.printStackTrace(err.host());
    }
  }

  /** Gives back what is still ours; whoever replaced it since keeps it. */
  @Override
  @SuppressWarnings("ReferenceEquality") // two maps may be equal and not the same
  public void close() {
    if (System.out == out) {
      System.setOut(out.host());
    }
    if (System.err == err) {
      System.setErr(err.host());
    }
    if (System.in == in) {
      System.setIn(in.host());
    }
    if (System.getProperties() == properties) {
      System.setProperties(properties.host());
    }
    if (handler.equals(Thread.getDefaultUncaughtExceptionHandler())) {
      Thread.setDefaultUncaughtExceptionHandler(hostHandler);
    }
  }
}
