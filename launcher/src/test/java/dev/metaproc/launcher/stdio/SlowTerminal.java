package dev.metaproc.launcher.stdio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;

/** A terminal that takes as many writes as it is allowed to. */
final class SlowTerminal extends OutputStream {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final Semaphore allowed = new Semaphore(0);

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    allowed.acquireUninterruptibly();
    synchronized (shown) {
      shown.write(bytes, offset, length);
    }
  }

  void readEverything() {
    allowed.release(1 << 20);
  }

  String shown() {
    synchronized (shown) {
      return shown.toString(StandardCharsets.UTF_8);
    }
  }
}
