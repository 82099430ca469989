package dev.metaproc.launcher.words;

import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers of bytes, with powers of 1024: {@code 512k}, {@code 64m}, {@code 2g}. */
public final class Sizes implements ITypeConverter<Long> {
  private static final String UNITS = "kmgt";

  /** Reads one. */
  public static Optional<Long> parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT).replaceFirst("i?b$", "");
    if (!lower.matches("\\d{1,12}[" + UNITS + "]?")) {
      return Optional.empty();
    }
    int power = UNITS.indexOf(lower.charAt(lower.length() - 1)) + 1;
    String digits = power == 0 ? lower : lower.substring(0, lower.length() - 1);
    long number = Long.parseLong(digits);
    return number > Long.MAX_VALUE >> (10 * power)
        ? Optional.empty()
        : Optional.of(number << (10 * power));
  }

  /** As a person reads it: {@code 1.5 MiB}. */
  public static String roughly(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    int power = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
    double value = (double) bytes / (1L << (10 * power));
    return String.format(Locale.ROOT, "%.1f %ciB", value, "KMGTPE".charAt(power - 1));
  }

  @Override
  public Long convert(String text) {
    return parse(text)
        .orElseThrow(
            () -> new TypeConversionException("'" + text + "' is no size (write 64m or 2g)"));
  }
}
