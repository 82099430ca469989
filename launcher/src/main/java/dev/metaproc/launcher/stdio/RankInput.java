package dev.metaproc.launcher.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/** One rank's end of a {@link StdinRouter}. The lock keeps one rank's threads apart. */
final class RankInput extends InputStream {
  private static final int CAPACITY = 16 << 10;

  private final int rank;
  private final StdinRouter router;
  private final ReentrantLock readers = new ReentrantLock();
  private final WaitPoint data = new WaitPoint();
  private final ByteRing ring = new ByteRing(CAPACITY);
  private volatile boolean isClosed;

  RankInput(int rank, StdinRouter router) {
    this.rank = rank;
    this.router = router;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    readers.lock();
    try {
      awaitData();
      int count = ring.poll(bytes, offset, length);
      router.roomWasMade();
      return count == 0 ? -1 : count;
    } finally {
      readers.unlock();
    }
  }

  @Override
  public int available() throws IOException {
    ensureOpen();
    int size = ring.size();
    return size > 0 ? size : router.availableAtSource();
  }

  @Override
  public void close() {
    isClosed = true;
    data.signal();
    router.roomWasMade();
  }

  int offer(byte[] bytes, int offset, int length) {
    int count = ring.offer(bytes, offset, length);
    data.signal();
    return count;
  }

  boolean hasRoom() {
    return !ring.isFull();
  }

  boolean isClosed() {
    return isClosed;
  }

  void wake() {
    data.signal();
  }

  private void awaitData() throws IOException {
    if (ring.isEmpty() && !router.isAtEnd() && !isClosed) {
      router.demand(rank);
      data.await(() -> !ring.isEmpty() || router.isAtEnd() || isClosed);
    }
    ensureOpen();
  }

  private void ensureOpen() throws IOException {
    if (isClosed) {
      throw new IOException("the stream is closed");
    }
  }
}
