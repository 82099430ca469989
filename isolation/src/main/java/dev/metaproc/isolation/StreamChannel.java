package dev.metaproc.isolation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * The file channel of a program's standard stream. It behaves as that of a pipe: bytes go in or
 * out, and there is no position. Closing it leaves the stream open.
 */
final class StreamChannel extends FileChannel {
  private static final int CHUNK = 8192;

  private final InputStream in;
  private final OutputStream out;

  StreamChannel(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  private static IOException illegalSeek() {
    return new IOException("Illegal seek");
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    byte[] bytes = new byte[Math.min(CHUNK, target.remaining())];
    int count = in.read(bytes, 0, bytes.length);
    if (count > 0) {
      target.put(bytes, 0, count);
    }
    return count;
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      if (targets[i].hasRemaining()) {
        return read(targets[i]);
      }
    }
    return 0;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    byte[] bytes = new byte[source.remaining()];
    source.get(bytes);
    out.write(bytes);
    return bytes.length;
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    long written = 0;
    for (int i = offset; i < offset + length; i++) {
      written += write(sources[i]);
    }
    return written;
  }

  @Override
  public long position() throws IOException {
    throw illegalSeek();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    throw illegalSeek();
  }

  @Override
  public long size() {
    return 0;
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    throw new IOException("Invalid argument");
  }

  @Override
  public void force(boolean metaData) {}

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    throw illegalSeek();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count)
      throws IOException {
    throw illegalSeek();
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    throw illegalSeek();
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    throw illegalSeek();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    throw new IOException("No such device");
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    throw illegalSeek();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    throw illegalSeek();
  }

  @Override
  protected void implCloseChannel() {}
}
