package dev.metaproc.launcher.host;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Standard output or error of one run: to the client that waits for it, as fast as that reads, and
 * to the log. A client that has gone is left out from then on; the program never notices, as it
 * would not behind {@code tee}.
 */
final class RunOutput extends OutputStream {
  /** What a thread that {@code exec} started, and those it starts, print to. */
  private record Instead(OutputStream out, OutputStream err) {}

  private static final InheritableThreadLocal<Instead> INSTEAD = new InheritableThreadLocal<>();

  private final boolean isError;
  private final OutputStream log;
  private final Consumer<byte[]> watcher;
  private volatile OutputStream client;

  /**
   * An output.
   *
   * @param watcher given a copy of everything written
   */
  RunOutput(boolean isError, OutputStream client, OutputStream log, Consumer<byte[]> watcher) {
    this.isError = isError;
    this.client = client;
    this.log = log;
    this.watcher = watcher;
  }

  /** Runs a task whose output goes to other streams and to no log. */
  static void insteadFor(OutputStream out, OutputStream err, Runnable task) {
    INSTEAD.set(new Instead(out, err));
    try {
      task.run();
    } finally {
      INSTEAD.remove();
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, bytes.length);
    Instead instead = INSTEAD.get();
    if (instead != null) {
      (isError ? instead.err : instead.out).write(bytes, offset, count);
      return;
    }
    log.write(bytes, offset, count);
    try {
      client.write(bytes, offset, count);
    } catch (IOException e) {
      client = OutputStream.nullOutputStream();
    }
    watcher.accept(Arrays.copyOfRange(bytes, offset, offset + count));
  }

  @Override
  public void flush() throws IOException {
    try {
      client.flush();
    } catch (IOException e) {
      client = OutputStream.nullOutputStream();
    }
  }

  /**
   * A program that closes its stream says it will write no more; the client is not its to close.
   */
  @Override
  public void close() throws IOException {
    flush();
  }
}
