package dev.metaproc.launcher.host;

import java.time.Duration;

/**
 * Whether a program that ended by itself is started again. One that was stopped never is.
 *
 * @param retries how many failures in a row are answered with a restart; the next one is final
 * @param first wait before the first restart; it doubles with each failure in a row
 * @param longest what the wait grows to
 */
public record RestartPolicy(When when, int retries, Duration first, Duration longest) {
  /** Which ends are answered with a restart. */
  public enum When {
    NO,
    ON_FAILURE,
    ALWAYS
  }

  public static final int UNLIMITED = Integer.MAX_VALUE;

  /** One that ran this long had started well: its failures are counted anew. */
  static final Duration SUCCESS = Duration.ofSeconds(10);

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  public static final RestartPolicy NEVER = new RestartPolicy(When.NO, 0, FIRST, LONGEST);

  /**
   * Reads docker's words: {@code no}, {@code on-failure}, {@code on-failure:3}, {@code always}.
   *
   * @throws IllegalArgumentException with what may be written
   */
  public static RestartPolicy parse(String text) {
    int colon = text.indexOf(':');
    String word = colon < 0 ? text : text.substring(0, colon);
    When when =
        switch (word) {
          case "no" -> When.NO;
          case "on-failure" -> When.ON_FAILURE;
          case "always" -> When.ALWAYS;
          default -> throw wrong(text);
        };
    int retries = when == When.NO ? NEVER.retries : UNLIMITED;
    if (colon >= 0) {
      if (when != When.ON_FAILURE || !text.substring(colon + 1).matches("\\d{1,6}")) {
        throw wrong(text);
      }
      retries = Integer.parseInt(text.substring(colon + 1));
    }
    return new RestartPolicy(when, retries, FIRST, LONGEST);
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "restart policy '" + text + "' is none of no, on-failure, on-failure:RETRIES and always");
  }

  public RestartPolicy withBackoff(Duration newFirst, Duration newLongest) {
    return new RestartPolicy(when, retries, newFirst, newLongest);
  }

  boolean restarts(int code) {
    return switch (when) {
      case NO -> false;
      case ON_FAILURE -> code != 0;
      case ALWAYS -> true;
    };
  }

  /**
   * How long to wait before a restart.
   *
   * @param failures in a row, 1 or more
   */
  Duration delay(int failures) {
    Duration delay = first.multipliedBy(1L << Math.min(failures - 1, 20));
    return delay.compareTo(longest) > 0 ? longest : delay;
  }

  /** As it is written. */
  @Override
  public String toString() {
    return switch (when) {
      case NO -> "no";
      case ON_FAILURE -> retries == UNLIMITED ? "on-failure" : "on-failure:" + retries;
      case ALWAYS -> "always";
    };
  }
}
