package dev.metaproc.launcher.stdio;

import java.nio.charset.Charset;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * What every line of a rank starts with: nothing, {@code [3] }, a time, or a time and a rank.
 *
 * @param tag the text, with {@code %r} for the rank; empty for none
 * @param clock what time it is
 */
public record LineFormat(String tag, boolean timestamps, InstantSource clock) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS");

  /** Lines as the ranks write them. */
  public static final LineFormat PLAIN = new LineFormat("", false, InstantSource.system());

  boolean isPlain() {
    return tag.isEmpty() && !timestamps;
  }

  byte[] prefix(int rank) {
    String time = timestamps ? now() + " " : "";
    return (time + tag.replace("%r", String.valueOf(rank))).getBytes(Charset.defaultCharset());
  }

  private String now() {
    return TIME.format(LocalDateTime.ofInstant(clock.instant(), ZoneId.systemDefault()));
  }
}
