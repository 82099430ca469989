package dev.metaproc.launcher.host;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one program may use; null is as much as it likes. Looked at once a second.
 *
 * @param threads live platform threads
 * @param cpu time on all processors together, over its whole life
 * @param allocation bytes it may allocate in its whole life, freed or not
 * @param wall how long it may run
 * @param policy what is done with one that crosses a limit
 */
public record Limits(
    @Nullable Integer threads,
    @Nullable Duration cpu,
    @Nullable Long allocation,
    @Nullable Duration wall,
    Policy policy) {
  /** What crossing a limit leads to. */
  public enum Policy {
    /** An event and a line in {@code ps}. */
    REPORT,
    /** The same, and the program is stopped as by {@code metaproc stop}. */
    STOP
  }

  public static final Limits NONE = new Limits(null, null, null, null, Policy.STOP);

  public boolean isNone() {
    return threads == null && cpu == null && allocation == null && wall == null;
  }
}
