package dev.metaproc.launcher.client;

import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** What any thread writes here another reads: unlike a pipe of the JDK's, whichever threads. */
final class Feed extends OutputStream {
  private static final byte[] END = {};
  private static final int MOST = 64;

  private final BlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>(MOST);

  @Override
  public void write(int b) throws InterruptedIOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws InterruptedIOException {
    if (count > 0) {
      put(Arrays.copyOfRange(bytes, offset, offset + count));
    }
  }

  private void put(byte[] chunk) throws InterruptedIOException {
    try {
      chunks.put(chunk);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /** The reader comes to an end, and loses what it has not read. */
  void end() {
    chunks.clear();
    chunks.add(END);
  }

  InputStream source() {
    return new Source();
  }

  private final class Source extends InputStream {
    private byte[] chunk = {};
    private int at;
    private boolean isEnded;

    @Override
    public int read() throws InterruptedIOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws InterruptedIOException {
      try {
        while (at == chunk.length && !isEnded) {
          chunk = chunks.take();
          at = 0;
          isEnded = chunk.length == 0;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
      int taken = Math.min(count, chunk.length - at);
      System.arraycopy(chunk, at, bytes, offset, taken);
      at += taken;
      return taken == 0 && isEnded ? -1 : taken;
    }
  }
}
