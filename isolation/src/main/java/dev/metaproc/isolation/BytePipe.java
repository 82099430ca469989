package dev.metaproc.isolation;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded pipe as an operating system has it: a writer waits while it is full, a reader while it
 * is empty, and either end may be closed. Any thread may use either end; a waiting virtual thread
 * frees its carrier.
 */
final class BytePipe {
  private static final byte[] NOT_YET = {};

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final int capacity;

  /** Made when first written to: most programs do not use all their pipes. */
  private byte[] ring = NOT_YET;

  private int start;
  private int length;
  private boolean writerClosed;
  private boolean readerClosed;

  private final OutputStream sink = new Sink();
  private final InputStream source = new Source();

  BytePipe(int capacity) {
    this.capacity = capacity;
  }

  OutputStream sink() {
    return sink;
  }

  InputStream source() {
    return source;
  }

  @SuppressWarnings("WaitNotInLoop") // every caller loops on its own condition
  private void await() throws InterruptedIOException {
    try {
      changed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  private final class Sink extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      Objects.checkFromIndexSize(offset, count, bytes.length);
      lock.lock();
      try {
        int written = 0;
        while (written < count) {
          while (length == capacity && !readerClosed && !writerClosed) {
            await();
          }
          if (readerClosed || writerClosed) {
            throw new IOException("Broken pipe");
          }
          written += put(bytes, offset + written, count - written);
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }

    private int put(byte[] bytes, int offset, int count) {
      if (ring.length == 0) {
        ring = new byte[capacity];
      }
      int end = (start + length) % ring.length;
      int fits = Math.min(count, Math.min(ring.length - length, ring.length - end));
      System.arraycopy(bytes, offset, ring, end, fits);
      length += fits;
      return fits;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        writerClosed = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private final class Source extends InputStream {
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
        while (length == 0 && !writerClosed && !readerClosed) {
          await();
        }
        if (readerClosed) {
          throw new IOException("Stream closed");
        }
        return length == 0 ? -1 : take(bytes, offset, count);
      } finally {
        lock.unlock();
      }
    }

    private int take(byte[] bytes, int offset, int count) {
      int taken = Math.min(count, Math.min(length, ring.length - start));
      System.arraycopy(ring, start, bytes, offset, taken);
      start = (start + taken) % ring.length;
      length -= taken;
      changed.signalAll();
      return taken;
    }

    @Override
    public int available() {
      lock.lock();
      try {
        return length;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        readerClosed = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
