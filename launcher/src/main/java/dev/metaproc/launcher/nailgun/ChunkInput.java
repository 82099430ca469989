package dev.metaproc.launcher.nailgun;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The client's standard input. The client sends a chunk only when asked, and is asked only when
 * somebody reads: a program that does not read leaves the input to the client's shell.
 */
final class ChunkInput extends InputStream {
  /** Asks the client for one chunk. */
  @FunctionalInterface
  interface Asker {
    void ask() throws IOException;
  }

  private final Asker asker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private byte[] chunk = {};
  private int at;
  private boolean isAsked;
  private boolean isEnded;

  ChunkInput(Asker asker) {
    this.asker = asker;
  }

  /**
   * Takes what the client sent.
   *
   * @return false when it was not asked for
   */
  boolean offer(byte[] bytes) {
    lock.lock();
    try {
      if (!isAsked) {
        return false;
      }
      isAsked = false;
      chunk = bytes;
      at = 0;
      arrived.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      isEnded = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, bytes.length);
    if (count == 0) {
      return 0;
    }
    lock.lock();
    try {
      while (at == chunk.length && !isEnded) {
        ask();
        arrived.await();
      }
      int taken = Math.min(count, chunk.length - at);
      System.arraycopy(chunk, at, bytes, offset, taken);
      at += taken;
      return taken == 0 ? -1 : taken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading standard input");
    } finally {
      lock.unlock();
    }
  }

  private void ask() throws IOException {
    if (!isAsked) {
      isAsked = true;
      asker.ask();
    }
  }

  @Override
  public int available() {
    lock.lock();
    try {
      return chunk.length - at;
    } finally {
      lock.unlock();
    }
  }
}
