package dev.metaproc.isolation.shared;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stack traces as an unrewritten program would show them.
 *
 * <pre>
 *   Bad.$$clinit                         Bad.&lt;clinit&gt;
 *   Bad$$Statics.initialize
 *   …isolation.shared.ClassInit…    →
 *   Bad$$Statics.get
 *   Bad.m                                                the check at the beginning of m
 *   Main.main                            Main.main
 * </pre>
 */
public final class StackTraces {
  private static final String OURS = "dev.metaproc.";
  private static final String INITIALIZER = "$$clinit";

  private StackTraces() {}

  /** Changes the traces of an exception, its causes and what it suppressed. */
  public static void clean(Throwable thrown) {
    clean(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static void clean(@Nullable Throwable thrown, Set<Throwable> seen) {
    if (thrown == null || !seen.add(thrown)) {
      return;
    }
    StackTraceElement[] trace = thrown.getStackTrace();
    StackTraceElement[] cleaned = clean(trace);
    if (cleaned.length != trace.length || hasInitializer(trace)) {
      thrown.setStackTrace(cleaned);
    }
    clean(thrown.getCause(), seen);
    for (Throwable suppressed : thrown.getSuppressed()) {
      clean(suppressed, seen);
    }
  }

  /** The trace without our frames; the same array if it has none. */
  public static StackTraceElement[] clean(StackTraceElement[] trace) {
    return hasInitializer(trace) || Arrays.stream(trace).anyMatch(StackTraces::isOurs)
        ? cleaned(trace)
        : trace;
  }

  private static boolean hasInitializer(StackTraceElement[] trace) {
    return Arrays.stream(trace).anyMatch(frame -> frame.getMethodName().equals(INITIALIZER));
  }

  private static StackTraceElement[] cleaned(StackTraceElement[] trace) {
    List<StackTraceElement> kept = new ArrayList<>(trace.length);
    String triggered = "";
    for (StackTraceElement frame : trace) {
      String owner = frame.getClassName();
      if (isOurs(frame)) {
        if (owner.endsWith(Holder.SUFFIX)) {
          triggered = owner.substring(0, owner.length() - Holder.SUFFIX.length());
        }
      } else if (owner.equals(triggered)) {
        triggered = ""; // its initialisation came before it in an unrewritten program
      } else {
        triggered = "";
        kept.add(frame.getMethodName().equals(INITIALIZER) ? renamed(frame) : frame);
      }
    }
    return kept.toArray(StackTraceElement[]::new);
  }

  private static boolean isOurs(StackTraceElement frame) {
    String owner = frame.getClassName();
    return owner.endsWith(Holder.SUFFIX)
        || owner.startsWith(OURS + "isolation.")
        || owner.startsWith(OURS + "shim.");
  }

  private static StackTraceElement renamed(StackTraceElement frame) {
    return new StackTraceElement(
        frame.getClassLoaderName(),
        frame.getModuleName(),
        frame.getModuleVersion(),
        frame.getClassName(),
        "<clinit>",
        frame.getFileName(),
        frame.getLineNumber());
  }
}
