package dev.metaproc.isolation.reclaim;

import java.util.List;

/** The virtual threads of the JVM, which has no public list of them. */
public final class VirtualThreads {
  private VirtualThreads() {}

  /** Those alive now, of all programs and the host. */
  public static List<Thread> all() {
    return JdkInternals.virtualThreads();
  }
}
