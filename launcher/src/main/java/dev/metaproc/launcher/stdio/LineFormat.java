package dev.metaproc.launcher.stdio;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * What every line of a rank starts with: nothing, {@code [3] }, a time, or a time and a rank.
 *
 * @param clock what time it is
 */
public record LineFormat(boolean tagged, boolean timestamps, InstantSource clock) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS");

  /** Lines as the ranks write them. */
  public static final LineFormat PLAIN = new LineFormat(false, false, InstantSource.system());

  byte[] prefix(int rank) {
    String time = timestamps ? now() + " " : "";
    String tag = tagged ? "[" + rank + "] " : "";
    return (time + tag).getBytes(StandardCharsets.US_ASCII);
  }

  private String now() {
    return TIME.format(LocalDateTime.ofInstant(clock.instant(), ZoneId.systemDefault()));
  }
}
