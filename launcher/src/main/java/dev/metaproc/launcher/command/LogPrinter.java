package dev.metaproc.launcher.command;

import dev.metaproc.launcher.logs.LogRecord;
import dev.metaproc.launcher.session.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Prints one program's log records: each on the stream it was printed on. */
final class LogPrinter {
  private final Session session;
  private final String prefix;
  private final boolean hasTimes;
  private final ReentrantLock lines;
  private final OutputStream out;
  private final OutputStream err;
  private boolean isWithinLine;

  /**
   * A printer.
   *
   * @param prefix before each line; with one, only whole lines are printed
   * @param lines held for a line, where several programs print to one terminal
   */
  LogPrinter(Session session, String prefix, boolean hasTimes, ReentrantLock lines) {
    this.session = session;
    this.prefix = prefix;
    this.hasTimes = hasTimes;
    this.lines = lines;
    out = session.out();
    err = session.err();
  }

  Session session() {
    return session;
  }

  /** Prints those of the latest run: what was printed before it began is history. */
  static void since(@Nullable Instant start, List<LogRecord> records, LogPrinter printer)
      throws IOException {
    for (LogRecord record : records) {
      if (start == null || !record.time().isBefore(start)) {
        printer.print(record);
      }
    }
  }

  void print(LogRecord record) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    if (!isWithinLine) {
      line.writeBytes(prefix.getBytes(StandardCharsets.UTF_8));
      if (hasTimes) {
        line.writeBytes((record.time() + " ").getBytes(StandardCharsets.UTF_8));
      }
    }
    line.writeBytes(record.printed());
    if (!record.isWhole() && !prefix.isEmpty()) {
      line.write('\n'); // the rest of the line may be long in coming, and others print meanwhile
    }
    isWithinLine = !record.isWhole() && prefix.isEmpty();
    lines.lock();
    try {
      (record.isError() ? err : out).write(line.toByteArray());
    } finally {
      lines.unlock();
    }
  }
}
