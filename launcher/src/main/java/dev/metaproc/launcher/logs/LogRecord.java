package dev.metaproc.launcher.logs;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;

/**
 * One line of a log file, or a piece of a line that was printed without its end.
 *
 * <pre>
 *   2026-11-22T22:48:13.123456Z stdout F text of a whole line
 *   2026-11-22T22:48:13.123457Z stderr P a prompt, no end of line:
 * </pre>
 *
 * @param isError standard error rather than standard output
 * @param isWhole whether an end of line follows the text
 * @param text the bytes as they were printed, without the end of line
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record LogRecord(Instant time, boolean isError, boolean isWhole, byte[] text) {
  private static final int FIXED = " stdout F ".length();

  static byte[] header(Instant time, boolean isError, boolean isWhole) {
    String stream = isError ? " stderr " : " stdout ";
    return (time + stream + (isWhole ? "F " : "P ")).getBytes(StandardCharsets.US_ASCII);
  }

  /** Reads one line of a file; empty for what a crash or a full disk has left half written. */
  static Optional<LogRecord> parse(byte[] line) {
    int end = 0;
    while (end < line.length && line[end] != ' ') {
      end++;
    }
    if (line.length < end + FIXED) {
      return Optional.empty();
    }
    try {
      Instant time = Instant.parse(new String(line, 0, end, StandardCharsets.US_ASCII));
      String header = new String(line, end, FIXED, StandardCharsets.US_ASCII);
      byte[] text = Arrays.copyOfRange(line, end + FIXED, line.length);
      return Optional.of(
          new LogRecord(time, header.startsWith(" stderr"), header.endsWith("F "), text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** The bytes as they were printed. */
  public byte[] printed() {
    if (!isWhole) {
      return text;
    }
    byte[] line = Arrays.copyOf(text, text.length + 1);
    line[text.length] = '\n';
    return line;
  }
}
