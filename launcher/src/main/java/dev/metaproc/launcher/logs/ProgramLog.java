package dev.metaproc.launcher.logs;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes what one program prints to {@code output.log} in its directory. A full file becomes {@code
 * output.log.1}, replacing the one before, so that a program can never take more than twice the
 * limit. Thread-safe; a write returns when the bytes are the operating system's.
 *
 * <p>A disk that takes no more does not stop the program: what cannot be written is counted and
 * left out.
 */
public final class ProgramLog implements Closeable {
  /** What one file may have unless told otherwise. */
  public static final long DEFAULT_LIMIT = 10L << 20;

  static final String CURRENT = "output.log";
  static final String PREVIOUS = "output.log.1";

  private final Path directory;
  private final long limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private FileChannel file;
  private long size;
  private long generation;
  private long lost;
  private boolean isClosed;

  private ProgramLog(Path directory, long limit, FileChannel file, long size) {
    this.directory = directory;
    this.limit = limit;
    this.file = file;
    this.size = size;
  }

  /**
   * Opens the log in a directory, going on after what is there.
   *
   * @param limit bytes of one file
   */
  public static ProgramLog open(Path directory, long limit) throws IOException {
    Files.createDirectories(directory);
    FileChannel file = append(directory);
    return new ProgramLog(directory, limit, file, file.size());
  }

  private static FileChannel append(Path directory) throws IOException {
    return FileChannel.open(
        directory.resolve(CURRENT), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** A stream whose bytes go to the log; closing it does nothing. */
  public OutputStream stream(boolean isError) {
    return new LogStream(this, isError);
  }

  /** Records that could not be written because the disk did not take them. */
  public long lost() {
    lock.lock();
    try {
      return lost;
    } finally {
      lock.unlock();
    }
  }

  void append(boolean isError, byte[] bytes, int offset, int count) {
    byte[] records = records(Instant.now(), isError, bytes, offset, count);
    lock.lock();
    try {
      if (isClosed) {
        return;
      }
      if (size > 0 && size + records.length > limit) {
        rotate();
      }
      ByteBuffer buffer = ByteBuffer.wrap(records);
      while (buffer.hasRemaining()) {
        size += file.write(buffer);
      }
    } catch (IOException e) {
      lost++;
    } finally {
      grown.signalAll();
      lock.unlock();
    }
  }

  private static byte[] records(
      Instant time, boolean isError, byte[] bytes, int offset, int count) {
    ByteArrayOutputStream records = new ByteArrayOutputStream(count + 64);
    int end = offset + count;
    for (int start = offset; start < end; ) {
      int stop = start;
      while (stop < end && bytes[stop] != '\n') {
        stop++;
      }
      boolean isWhole = stop < end;
      records.writeBytes(LogRecord.header(time, isError, isWhole));
      records.write(bytes, start, stop - start);
      records.write('\n');
      start = stop + 1;
    }
    return records.toByteArray();
  }

  private void rotate() throws IOException {
    file.close();
    Files.move(
        directory.resolve(CURRENT),
        directory.resolve(PREVIOUS),
        StandardCopyOption.REPLACE_EXISTING);
    file = append(directory);
    size = 0;
    generation++;
  }

  /** How far the log is: which file, and how much of it is complete. */
  public record Position(long generation, long size, boolean isClosed) {}

  /** How far it is now. */
  public Position position() {
    lock.lock();
    try {
      return new Position(generation, size, isClosed);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the log is further than {@code known}, or closed. */
  Position awaitAfter(Position known) throws InterruptedException {
    lock.lock();
    try {
      while (!isClosed && generation == known.generation && size == known.size) {
        grown.await();
      }
      return new Position(generation, size, isClosed);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      isClosed = true;
      file.close();
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static final class LogStream extends OutputStream {
    private final ProgramLog log;
    private final boolean isError;

    LogStream(ProgramLog log, boolean isError) {
      this.log = log;
      this.isError = isError;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
      Objects.checkFromIndexSize(offset, count, bytes.length);
      if (count > 0) {
        log.append(isError, bytes, offset, count);
      }
    }
  }
}
