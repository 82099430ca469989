package dev.metaproc.launcher.host;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/**
 * Whether the heap is nearly full of what even a collection could not free. The programs share it:
 * the next allocation of any of them may fail.
 */
final class HeapWatch {
  private static final int PERCENT = 90;

  private final List<MemoryPoolMXBean> pools;

  HeapWatch() {
    pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .filter(MemoryPoolMXBean::isCollectionUsageThresholdSupported)
            .filter(pool -> pool.getUsage().getMax() > 0)
            .toList();
    for (MemoryPoolMXBean pool : pools) {
      pool.setCollectionUsageThreshold(pool.getUsage().getMax() / 100 * PERCENT);
    }
  }

  boolean isNearlyFull() {
    return pools.stream().anyMatch(MemoryPoolMXBean::isCollectionUsageThresholdExceeded);
  }
}
