package dev.metaproc.launcher.host;

import com.sun.management.ThreadMXBean;
import dev.metaproc.isolation.Program;
import dev.metaproc.isolation.reclaim.OpenResources;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up what the threads of one run use. A thread's own counters end with it, so what each used
 * since the last sample is added to a sum. Not thread-safe.
 */
final class Meter {
  private final Program run;
  private final ThreadMXBean threads;
  private Map<Long, long[]> last = new HashMap<>();
  private long cpuNanos;
  private long allocated;
  private Instant sampled;

  Meter(Program run) {
    this.run = run;
    threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    sampled = run.started();
  }

  /** Looks now. */
  Usage sample() {
    List<Thread> live = run.threads();
    long[] ids =
        live.stream().filter(each -> !each.isVirtual()).mapToLong(Thread::threadId).toArray();
    long[] cpu = threads.getThreadCpuTime(ids);
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    long cpuBefore = cpuNanos;
    long allocatedBefore = allocated;
    Map<Long, long[]> now = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      long[] before = last.getOrDefault(ids[i], new long[2]);
      cpuNanos += Math.max(0, cpu[i] - before[0]);
      allocated += Math.max(0, bytes[i] - before[1]);
      now.put(ids[i], new long[] {Math.max(cpu[i], before[0]), Math.max(bytes[i], before[1])});
    }
    last = now;
    OpenResources.Count open = run.openResources();
    Instant time = Instant.now();
    double seconds = Math.max(1e-3, Duration.between(sampled, time).toNanos() / 1e9);
    sampled = time;
    return new Usage(
        Duration.ofNanos(cpuNanos),
        allocated,
        (cpuNanos - cpuBefore) / 1e9 / seconds,
        Math.round((allocated - allocatedBefore) / seconds),
        ids.length,
        run.loadedClasses(),
        open.sockets(),
        open.files(),
        Duration.between(run.started(), time));
  }
}
