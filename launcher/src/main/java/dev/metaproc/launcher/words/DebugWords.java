package dev.metaproc.launcher.words;

import dev.metaproc.debug.DebugOptions;

/** {@code --debug} and {@code debug:}, which say no more than a port and {@code suspend}. */
public final class DebugWords {
  private static final String SUSPEND = "suspend";

  private DebugWords() {}

  /**
   * Reads {@code 5005,suspend}, either of the two, or nothing.
   *
   * @throws IllegalArgumentException with what it must be
   */
  public static DebugOptions parse(String text) {
    boolean suspend = false;
    String port = "0";
    for (String word : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      if (word.equals(SUSPEND)) {
        suspend = true;
      } else if (word.matches("\\d{1,5}") && Integer.parseInt(word) <= 65_535) {
        port = word;
      } else {
        throw new IllegalArgumentException(
            "'" + word + "' must be a port from 0 to 65535, or suspend (5005,suspend for both)");
      }
    }
    return new DebugOptions(true, suspend, port, false, false);
  }

  /** What {@link #parse} reads, with {@code true} for no wish at all. */
  public static String format(DebugOptions options) {
    String port = options.address().equals("0") ? "" : options.address();
    if (!options.suspend()) {
      return port.isEmpty() ? "true" : port;
    }
    return port.isEmpty() ? SUSPEND : port + "," + SUSPEND;
  }
}
