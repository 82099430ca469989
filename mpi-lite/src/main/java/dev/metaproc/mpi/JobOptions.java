package dev.metaproc.mpi;

/**
 * How a job waits and buffers.
 *
 * @param eagerBytes standard sends of up to this many bytes never wait for the receiver
 * @param processors the cores the job's ranks share; with more ranks than that nobody spins
 * @param spinNanos how long a waiting rank spins before it parks, when it may spin at all
 */
public record JobOptions(int eagerBytes, int processors, long spinNanos) {
  /** MPI programs written for other implementations rely on this much buffering. */
  public static final int MINIMUM_EAGER_BYTES = 64 * 1024;

  public JobOptions {
    require(eagerBytes >= MINIMUM_EAGER_BYTES, "eagerBytes", eagerBytes, "65536 or more");
    require(processors >= 1, "processors", processors, "1 or more");
    require(spinNanos >= 0, "spinNanos", spinNanos, "0 or more");
  }

  /** Eager to 64 KiB, this machine's cores, spinning for about the price of one futex wake-up. */
  public static JobOptions defaults() {
    return new JobOptions(MINIMUM_EAGER_BYTES, Runtime.getRuntime().availableProcessors(), 200_000);
  }

  private static void require(boolean holds, String name, long value, String cure) {
    if (!holds) {
      throw new IllegalArgumentException(name + "=" + value + " is out of range: use " + cure);
    }
  }
}
