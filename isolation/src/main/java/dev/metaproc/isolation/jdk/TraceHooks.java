package dev.metaproc.isolation.jdk;

import dev.metaproc.isolation.shared.StackTraces;
import java.util.Arrays;

/** Stack traces that end where they would in a JVM of the program's own. */
public final class TraceHooks {
  private TraceHooks() {}

  public static StackTraceElement[] getStackTrace(JdkState state, Thread thread) {
    return fromMain(thread.getStackTrace());
  }

  public static StackTraceElement[] getStackTrace(JdkState state, Throwable thrown) {
    return fromMain(thrown.getStackTrace());
  }

  /** A thread that the program starts shows the JDK's frame; its main thread never does. */
  private static StackTraceElement[] fromMain(StackTraceElement[] full) {
    StackTraceElement[] trace = StackTraces.clean(full);
    int last = trace.length - 1;
    boolean isMain =
        last > 0
            && trace[last].getClassName().equals("java.lang.VirtualThread")
            && trace[last - 1].getMethodName().equals("main");
    return isMain ? Arrays.copyOf(trace, last) : trace;
  }
}
