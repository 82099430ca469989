package dev.metaproc.isolation.shared;

import java.lang.ref.Cleaner;
import java.util.Objects;

/** Does something once an object is gone, on a thread of its own. */
final class Reclaim {
  private static final Cleaner CLEANER = Cleaner.create(Reclaim::thread);

  private Reclaim() {}

  /** Made on a thread of some program, of which it must keep nothing. */
  private static Thread thread(Runnable task) {
    ThreadGroup root = Objects.requireNonNull(Thread.currentThread().getThreadGroup());
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread thread = new Thread(root, task, "metaproc/reclaim", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(Reclaim.class.getClassLoader());
    return thread;
  }

  /**
   * @param action must not refer to {@code object}
   */
  static void whenCollected(Object object, Runnable action) {
    CLEANER.register(object, action);
  }
}
