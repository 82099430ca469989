package dev.metaproc.launcher.host;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;

/**
 * Whether the heap is nearly full of what even a collection cannot free. The programs share it: the
 * next allocation of any of them may fail. Not thread-safe.
 */
final class HeapWatch {
  /** G1 keeps a tenth in reserve and says that there is no memory when that is all it has. */
  private static final int PERCENT = 85;

  /** A collection that freed little is not repeated sooner. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private long next = System.nanoTime();

  /** Runs the collector when little is free. */
  boolean isNearlyFull() {
    if (percent() < PERCENT || System.nanoTime() - next < 0) {
      return false;
    }
    memory.gc();
    next = System.nanoTime() + PAUSE.toNanos();
    return percent() >= PERCENT;
  }

  private long percent() {
    return 100 * memory.getHeapMemoryUsage().getUsed() / Runtime.getRuntime().maxMemory();
  }
}
