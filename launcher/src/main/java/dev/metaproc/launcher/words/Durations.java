package dev.metaproc.launcher.words;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Lengths of time as docker writes and tells them. */
public final class Durations implements ITypeConverter<Duration> {
  private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h|d)?");

  /** Reads {@code 10}, {@code 10s}, {@code 500ms}, {@code 1m30s}, {@code 0.5s}. */
  public static Optional<Duration> parse(String text) {
    Matcher part = PART.matcher(text);
    Duration sum = Duration.ZERO;
    int at = 0;
    while (part.find() && part.start() == at) {
      double value = Double.parseDouble(part.group(1));
      sum = sum.plusMillis(Math.round(value * millis(part.group(2))));
      at = part.end();
    }
    return at == text.length() && at > 0 ? Optional.of(sum) : Optional.empty();
  }

  private static long millis(@Nullable String unit) {
    return switch (unit == null ? "s" : unit) {
      case "ms" -> 1;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      case "d" -> 86_400_000;
      default -> 1000;
    };
  }

  /** As {@link #parse} reads it and compose writes it: {@code 1m30s}. */
  public static String text(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(text, duration.toHours(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long number, String unit) {
    if (number > 0) {
      text.append(number).append(unit);
    }
  }

  /** As a person says it: {@code 3 minutes}. */
  public static String roughly(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 1) {
      return "less than a second";
    }
    if (seconds < 120) {
      return count(seconds, "second");
    }
    if (seconds < 7200) {
      return count(seconds / 60, "minute");
    }
    return seconds < 172_800 ? count(seconds / 3600, "hour") : count(seconds / 86_400, "day");
  }

  private static String count(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }

  @Override
  public Duration convert(String text) {
    return parse(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is no length of time (write 10s, 1m30s or 500ms)"));
  }
}
