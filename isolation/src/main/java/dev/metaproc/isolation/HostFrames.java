package dev.metaproc.isolation;

import dev.metaproc.isolation.shared.StackTraces;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the host's frames from the bottom of a stack trace, where a JVM would show none. */
final class HostFrames {
  private HostFrames() {}

  static void remove(Throwable thrown) {
    remove(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static void remove(@Nullable Throwable thrown, Set<Throwable> seen) {
    if (thrown == null || !seen.add(thrown)) {
      return;
    }
    StackTraceElement[] full = thrown.getStackTrace();
    StackTraceElement[] trace = StackTraces.clean(full);
    int end = trace.length;
    for (int i = trace.length - 1; i >= 0 && isBase(trace[i]); i--) {
      end = i;
    }
    if (end < full.length && end > 0) {
      StackTraceElement[] own = new StackTraceElement[end];
      System.arraycopy(trace, 0, own, 0, end);
      thrown.setStackTrace(own);
    }
    remove(thrown.getCause(), seen);
    for (Throwable suppressed : thrown.getSuppressed()) {
      remove(suppressed, seen);
    }
  }

  private static boolean isBase(StackTraceElement frame) {
    String owner = frame.getClassName();
    return owner.startsWith("dev.metaproc.")
        || owner.startsWith("java.lang.invoke.")
        || owner.startsWith("jdk.internal.")
        || owner.startsWith("java.lang.Thread")
        || owner.startsWith("java.lang.VirtualThread");
  }
}
