package dev.metaproc.launcher.host;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a run is within those limits that are measured; threads are counted when they start. */
final class LimitCheck {
  private LimitCheck() {}

  /** What it crossed, in words; empty when it is within all. */
  static Optional<String> crossed(Limits limits, Usage usage) {
    Long allocation = limits.allocation();
    if (allocation != null && usage.allocated() > allocation) {
      return Optional.of(
          "has allocated " + usage.allocated() + " bytes, the limit is " + allocation);
    }
    return over(usage.cpu(), limits.cpu(), "has used", "of processor time")
        .or(() -> over(usage.wall(), limits.wall(), "has run", "altogether"));
  }

  private static Optional<String> over(
      Duration used, @Nullable Duration limit, String verb, String what) {
    return limit != null && used.compareTo(limit) > 0
        ? Optional.of(
            verb
                + " "
                + used.toMillis()
                + " ms "
                + what
                + ", the limit is "
                + limit.toMillis()
                + " ms")
        : Optional.empty();
  }
}
