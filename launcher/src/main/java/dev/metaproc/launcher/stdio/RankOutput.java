package dev.metaproc.launcher.stdio;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One rank's end of a {@link LineMultiplexer}: a stream its threads write to, and a ring the pump
 * takes from.
 *
 * <p>The lock keeps one rank's threads apart and is never taken by the host: should one of them be
 * killed while it holds the lock, only the program that is being killed has lost anything.
 */
final class RankOutput extends OutputStream {
  private static final int CAPACITY = 16 << 10;

  /** The rank, or {@link LineMultiplexer#HOST}. */
  final int rank;

  private final LineMultiplexer multiplexer;
  private final ReentrantLock writers = new ReentrantLock();
  private final WaitPoint room = new WaitPoint();
  private final ByteRing ring = new ByteRing(CAPACITY);
  private final AtomicBoolean isQueued = new AtomicBoolean();
  private volatile boolean isClosed;
  private volatile boolean wantsPartial;

  RankOutput(int rank, LineMultiplexer multiplexer) {
    this.rank = rank;
    this.multiplexer = multiplexer;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    writers.lock();
    try {
      int done = 0;
      while (done < length) {
        room.await(() -> !ring.isFull() || isClosed);
        multiplexer.ensureOpen(isClosed);
        done += ring.offer(bytes, offset + done, length - done);
        queue();
      }
    } finally {
      writers.unlock();
    }
  }

  /** What is written is on its way; a line that is not finished waits for its end. */
  @Override
  public void flush() {}

  /** A writer that waits for room fails; what was taken in is still shown. */
  @Override
  public void close() {
    isClosed = true;
    room.signal();
    queue();
  }

  void showPartial() {
    wantsPartial = true;
    queue();
  }

  /** For the pump: what there is, up to the size of the array, which frees room for the writer. */
  int poll(byte[] chunk) {
    isQueued.set(false);
    int count = ring.poll(chunk, 0, chunk.length);
    room.signal();
    return count;
  }

  /**
   * For the pump: whether nothing is left in the ring and its last line is to be shown as it is.
   */
  boolean showsPartial() {
    if (!ring.isEmpty()) {
      return false;
    }
    boolean wanted = wantsPartial;
    wantsPartial = false;
    return wanted || isClosed;
  }

  boolean isEmpty() {
    return ring.isEmpty();
  }

  long accepted() {
    return ring.accepted();
  }

  void queue() {
    if (isQueued.compareAndSet(false, true)) {
      multiplexer.enqueue(this);
    }
  }

  static int capacity() {
    return CAPACITY;
  }
}
