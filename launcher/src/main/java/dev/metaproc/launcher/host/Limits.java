package dev.metaproc.launcher.host;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one program may use; null is as much as it likes. Threads, nice and processors hold from the
 * start; the others are looked at once a second.
 *
 * @param threads live platform threads
 * @param cpu time on all processors together, over its whole life
 * @param allocation bytes it may allocate in its whole life, freed or not
 * @param wall how long it may run
 * @param nice what the kernel's scheduler is told of its platform threads, -20 to 19
 * @param cpus the processors these may run on, such as {@code 0,2-3}
 * @param policy what is done with one that crosses a limit
 */
public record Limits(
    @Nullable Integer threads,
    @Nullable Duration cpu,
    @Nullable Long allocation,
    @Nullable Duration wall,
    @Nullable Integer nice,
    @Nullable String cpus,
    Policy policy) {
  /** What crossing a limit leads to. */
  public enum Policy {
    /** An event and a line in {@code ps}. */
    REPORT,
    /** The same, and the program is stopped as by {@code metaproc stop}. */
    STOP
  }

  public static final Limits NONE = new Limits(null, null, null, null, null, null, Policy.STOP);

  public boolean isNone() {
    return equals(NONE);
  }
}
