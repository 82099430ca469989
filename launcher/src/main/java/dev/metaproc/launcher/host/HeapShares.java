package dev.metaproc.launcher.host;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

/**
 * An estimate of whose the heap is: what was in use after the last collection, or is now if there
 * was none, divided by what each program has allocated. A heap does not tell whose its objects are.
 *
 * @param used bytes in use by all together
 * @param allocated bytes by all that run
 */
public record HeapShares(long used, long allocated) {
  /** Looks now. */
  public static HeapShares of(Host host) {
    long allocated = host.programs().stream().mapToLong(each -> each.usage().allocated()).sum();
    return new HeapShares(inUse(), allocated);
  }

  private static long inUse() {
    long afterCollection =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getCollectionUsage)
            .mapToLong(usage -> usage == null ? 0 : usage.getUsed())
            .sum();
    MemoryUsage now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return afterCollection > 0 ? Math.min(afterCollection, now.getUsed()) : now.getUsed();
  }

  /** Bytes of one program. */
  public long of(Usage usage) {
    return allocated == 0 ? 0 : Math.round((double) used * usage.allocated() / allocated);
  }
}
