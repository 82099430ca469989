package dev.metaproc.launcher.logs;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the records of a program's log, of a running program or of one long gone. */
public final class LogReader {
  /** Takes records as they are read. */
  @FunctionalInterface
  public interface Sink {
    /** May fail when whoever reads has gone: reading stops then. */
    void accept(LogRecord record) throws IOException;
  }

  /** Takes all records there were when following began. */
  @FunctionalInterface
  public interface Past {
    /** May fail when whoever reads has gone: reading stops then. */
    void accept(List<LogRecord> records) throws IOException;
  }

  private final Path directory;

  public LogReader(Path directory) {
    this.directory = directory;
  }

  /** All records there are, oldest first. */
  public List<LogRecord> all() throws IOException {
    List<LogRecord> records = new ArrayList<>();
    read(ProgramLog.PREVIOUS, records);
    read(ProgramLog.CURRENT, records);
    return records;
  }

  private void read(String name, List<LogRecord> into) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(directory.resolve(name)))) {
      copy(in, Long.MAX_VALUE, into::add);
    } catch (NoSuchFileException e) {
      return; // nothing printed, or never rotated
    }
  }

  /**
   * Gives {@code sink} what is printed after {@code from}, until the log is closed.
   *
   * @param log the open log of this directory
   */
  public void follow(ProgramLog log, ProgramLog.Position from, Sink sink)
      throws IOException, InterruptedException {
    ProgramLog.Position at = from;
    while (true) {
      ProgramLog.Position now = log.awaitAfter(at);
      if (now.generation() == at.generation()) {
        copyRange(ProgramLog.CURRENT, at.size(), now.size(), sink);
      } else {
        if (now.generation() == at.generation() + 1) {
          copyRange(ProgramLog.PREVIOUS, at.size(), Long.MAX_VALUE, sink);
        }
        copyRange(ProgramLog.CURRENT, 0, now.size(), sink);
      }
      at = now;
      if (now.isClosed()) {
        return;
      }
    }
  }

  /**
   * What there is, given to {@code past} as a whole, then each record printed from now on, with
   * nothing missed between.
   */
  public void replay(ProgramLog log, Past past, Sink sink)
      throws IOException, InterruptedException {
    ProgramLog.Position now = log.position();
    List<LogRecord> records = new ArrayList<>();
    read(ProgramLog.PREVIOUS, records);
    copyRange(ProgramLog.CURRENT, 0, now.size(), records::add);
    past.accept(records);
    if (!now.isClosed()) {
      follow(log, now, sink);
    }
  }

  private void copyRange(String name, long from, long to, Sink sink) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(directory.resolve(name)))) {
      in.skipNBytes(from);
      copy(in, to - from, sink);
    } catch (NoSuchFileException | EOFException e) {
      return; // rotated away while we were slow
    }
  }

  private static void copy(InputStream in, long count, Sink sink) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (long i = 0; i < count; i++) {
      int b = in.read();
      if (b < 0) {
        return;
      }
      if (b != '\n') {
        line.write(b);
        continue;
      }
      Optional<LogRecord> record = LogRecord.parse(line.toByteArray());
      if (record.isPresent()) {
        sink.accept(record.get());
      }
      line.reset();
    }
  }
}
