package dev.metaproc.launcher.javaline;

import dev.metaproc.launcher.exit.LaunchException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as {@code java} writes them: {@code 512k}, {@code 4m}, {@code 1g}. */
final class MemorySize {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,10})([kmgt]?)");

  private MemorySize() {}

  static long parse(String option, String text) {
    Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      throw LaunchException.usage(
          "java option '"
              + option
              + text
              + "': a size is a number and k, m or g (for example "
              + option
              + "4m)");
    }
    return Long.parseLong(size.group(1)) << shift(size.group(2));
  }

  private static int shift(String unit) {
    return switch (unit) {
      case "k" -> 10;
      case "m" -> 20;
      case "g" -> 30;
      case "t" -> 40;
      default -> 0;
    };
  }
}
