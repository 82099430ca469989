package dev.metaproc.debug;

import java.lang.management.ManagementFactory;
import jdk.management.VirtualThreadSchedulerMXBean;

/**
 * A suspended virtual thread keeps its carrier. Programs share those of the JDK's own scheduler, so
 * as many are added as are kept: stopping one program's virtual threads does not stop another's.
 */
final class SharedCarriers {
  private static final int INITIAL = scheduler().getParallelism();

  private SharedCarriers() {}

  private static VirtualThreadSchedulerMXBean scheduler() {
    return ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
  }

  /** So many virtual threads are suspended now. */
  static void suspended(int count) {
    scheduler().setParallelism(INITIAL + count);
  }
}
