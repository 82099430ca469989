package dev.metaproc.launcher.job;

import java.io.IOException;
import java.io.OutputStream;

/** Writes to two streams; one that fails does not keep the bytes from the other. */
final class TeeOutputStream extends OutputStream {
  /** Something done to one of the two. */
  private interface Action {
    void on(OutputStream stream) throws IOException;
  }

  private final OutputStream first;
  private final OutputStream second;

  TeeOutputStream(OutputStream first, OutputStream second) {
    this.first = first;
    this.second = second;
  }

  @Override
  public void write(int b) throws IOException {
    both(stream -> stream.write(b));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    both(stream -> stream.write(bytes, offset, length));
  }

  @Override
  public void flush() throws IOException {
    both(OutputStream::flush);
  }

  @Override
  public void close() throws IOException {
    both(OutputStream::close);
  }

  private void both(Action action) throws IOException {
    try {
      action.on(second);
    } finally {
      action.on(first);
    }
  }
}
