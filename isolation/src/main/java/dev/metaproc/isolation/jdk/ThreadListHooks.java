package dev.metaproc.isolation.jdk;

import dev.metaproc.isolation.shared.StackTraces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lists of threads and thread groups. The groups of all programs have the JVM's system group as
 * their parent; asked for all below it, a program sees its own and the threads of the JVM.
 */
public final class ThreadListHooks {
  private ThreadListHooks() {}

  public static Map<Thread, StackTraceElement[]> getAllStackTraces(JdkState state) {
    Map<Thread, StackTraceElement[]> traces = new HashMap<>(Thread.getAllStackTraces());
    traces.keySet().removeIf(thread -> !isSeen(state, thread));
    traces.replaceAll((thread, trace) -> StackTraces.clean(trace));
    return traces;
  }

  public static int activeCount(JdkState state, ThreadGroup group) {
    return isAbove(state, group) ? threads(state, group, true).size() : group.activeCount();
  }

  public static int activeGroupCount(JdkState state, ThreadGroup group) {
    return isAbove(state, group) ? groups(state, group, true).size() : group.activeGroupCount();
  }

  public static int enumerate(JdkState state, ThreadGroup group, Thread[] into) {
    return enumerate(state, group, into, true);
  }

  public static int enumerate(JdkState state, ThreadGroup group, Thread[] into, boolean recurse) {
    return isAbove(state, group)
        ? copy(threads(state, group, recurse), into)
        : group.enumerate(into, recurse);
  }

  public static int enumerate(JdkState state, ThreadGroup group, ThreadGroup[] into) {
    return enumerate(state, group, into, true);
  }

  public static int enumerate(
      JdkState state, ThreadGroup group, ThreadGroup[] into, boolean recurse) {
    return isAbove(state, group)
        ? copy(groups(state, group, recurse), into)
        : group.enumerate(into, recurse);
  }

  private static <T> int copy(List<T> found, T[] into) {
    int count = Math.min(found.size(), into.length);
    for (int i = 0; i < count; i++) {
      into[i] = found.get(i);
    }
    return count;
  }

  /** All that a program sees; platform threads only, as in every list of the JDK's. */
  static List<Thread> seen(JdkState state) {
    ThreadGroup root = state.group();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    return threads(state, root, true);
  }

  private static List<Thread> threads(JdkState state, ThreadGroup group, boolean recurse) {
    Thread[] all = new Thread[group.activeCount() + 16];
    int count = group.enumerate(all, recurse);
    return kept(Arrays.copyOf(all, count), thread -> isSeen(state, thread));
  }

  private static List<ThreadGroup> groups(JdkState state, ThreadGroup group, boolean recurse) {
    ThreadGroup[] all = new ThreadGroup[group.activeGroupCount() + 16];
    int count = group.enumerate(all, recurse);
    return kept(Arrays.copyOf(all, count), each -> isWithin(state.group(), each));
  }

  private static <T> List<T> kept(T[] all, Predicate<T> isKept) {
    List<T> kept = new ArrayList<>();
    for (T each : all) {
      if (isKept.test(each)) {
        kept.add(each);
      }
    }
    return kept;
  }

  private static boolean isAbove(JdkState state, ThreadGroup group) {
    return !group.equals(state.group()) && isWithin(group, state.group());
  }

  /** The program's own, and those the JVM keeps directly in its system group. */
  private static boolean isSeen(JdkState state, Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    return isWithin(state.group(), group)
        || state.contextClassLoader().equals(thread.getContextClassLoader())
        || (group != null && group.getParent() == null && thread.getContextClassLoader() == null);
  }

  private static boolean isWithin(ThreadGroup outer, @Nullable ThreadGroup group) {
    return group != null && outer.parentOf(group);
  }
}
