package dev.metaproc.isolation.reclaim;

import java.util.Objects;

/**
 * Threads of the host that may be started by code running on a program's thread: they inherit
 * nothing of it, neither group nor class loader nor thread-locals.
 */
public final class HostThreads {
  private static final ThreadGroup ROOT = root();

  private HostThreads() {}

  /** Starts a daemon thread named {@code program/role}; waits while there is no memory for it. */
  public static Thread start(String name, Runnable task) {
    return MemoryReserve.insist(new Beginning(name, task), Beginning::start);
  }

  private record Beginning(String name, Runnable task) {
    Thread start() {
      Thread thread = make(name, task);
      thread.start();
      return thread;
    }
  }

  /** The same, not started. */
  public static Thread make(String name, Runnable task) {
    Thread thread = new Thread(ROOT, task, name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(HostThreads.class.getClassLoader());
    return thread;
  }

  /** Whether it is a thread of the host, though a program's thread may have made it. */
  public static boolean isOne(Thread thread) {
    return ROOT.equals(thread.getThreadGroup());
  }

  private static ThreadGroup root() {
    ThreadGroup group = Objects.requireNonNull(Thread.currentThread().getThreadGroup());
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }
}
