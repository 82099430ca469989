package dev.metaproc.isolation.shared;

import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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

  /** The name of a method, as it is in the source. */
  public static @Nullable String inSource(@Nullable String method) {
    return INITIALIZER.equals(method) ? "<clinit>" : method;
  }

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

  /** The same for classes as a security manager gives them. */
  static Class<?>[] clean(Class<?>[] context) {
    List<Class<?>> kept = new ArrayList<>(context.length);
    String triggered = "";
    for (Class<?> type : context) {
      String owner = type.getName();
      if (owner.endsWith(Holder.SUFFIX)) {
        triggered = owner.substring(0, owner.length() - Holder.SUFFIX.length());
      } else if (!isOurs(owner)) {
        if (!owner.equals(triggered)) {
          kept.add(type);
        }
        triggered = "";
      }
    }
    return kept.toArray(Class<?>[]::new);
  }

  /** The same for frames as a {@code StackWalker} gives them. */
  static Stream<StackFrame> clean(Stream<StackFrame> frames) {
    String[] triggered = {""};
    return frames.mapMulti(
        (frame, into) -> {
          String owner = frame.getClassName();
          if (isOurs(owner)) {
            if (owner.endsWith(Holder.SUFFIX)) {
              triggered[0] = owner.substring(0, owner.length() - Holder.SUFFIX.length());
            }
          } else if (owner.equals(triggered[0])) {
            triggered[0] = "";
          } else {
            triggered[0] = "";
            boolean initializer = frame.getMethodName().equals(INITIALIZER);
            into.accept(initializer ? new InitializerFrame(frame) : frame);
          }
        });
  }

  /** A frame of {@code $$clinit}, by the name it has in the source. */
  private record InitializerFrame(StackFrame frame) implements StackFrame {
    @Override
    public String getClassName() {
      return frame.getClassName();
    }

    @Override
    public String getMethodName() {
      return "<clinit>";
    }

    @Override
    public Class<?> getDeclaringClass() {
      return frame.getDeclaringClass();
    }

    @Override
    public int getByteCodeIndex() {
      return frame.getByteCodeIndex();
    }

    @Override
    public String getFileName() {
      return frame.getFileName();
    }

    @Override
    public int getLineNumber() {
      return frame.getLineNumber();
    }

    @Override
    public boolean isNativeMethod() {
      return false;
    }

    @Override
    public StackTraceElement toStackTraceElement() {
      return renamed(frame.toStackTraceElement());
    }
  }

  private static boolean isOurs(StackTraceElement frame) {
    return isOurs(frame.getClassName());
  }

  private static boolean isOurs(String owner) {
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
