package dev.metaproc.launcher.stdio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Gathers output so that one system call writes many lines, and counts what arrived. Used by the
 * pump of a {@link LineMultiplexer}; only the counts are read by others.
 */
final class TerminalBuffer {
  private static final int ENOUGH = 32 << 10;

  private final OutputStream terminal;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(2 * ENOUGH);
  private long pending;
  private volatile long delivered;
  private volatile @Nullable IOException failure;

  TerminalBuffer(OutputStream terminal) {
    this.terminal = terminal;
  }

  /** Bytes of a rank. */
  void write(byte[] bytes, int offset, int length) {
    buffer.write(bytes, offset, length);
    pending += length;
    if (buffer.size() >= ENOUGH) {
      flush();
    }
  }

  /** Bytes that no rank wrote: tags, and the ends of lines left open. */
  void decorate(byte[] bytes) {
    buffer.write(bytes, 0, bytes.length);
  }

  void flush() {
    if (failure == null) {
      send();
    }
    buffer.reset();
    pending = 0;
  }

  long delivered() {
    return delivered;
  }

  @Nullable IOException failure() {
    return failure;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // the pump is the only writer
  private void send() {
    try {
      buffer.writeTo(terminal);
      terminal.flush();
      delivered += pending;
    } catch (IOException e) {
      failure = e;
    }
  }
}
