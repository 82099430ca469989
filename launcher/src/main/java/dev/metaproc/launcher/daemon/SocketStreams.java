package dev.metaproc.launcher.daemon;

import dev.metaproc.isolation.reclaim.MemoryReserve;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A blocking socket channel as streams, read and written at the same time. While a program takes
 * all memory they wait.
 */
public final class SocketStreams {
  private SocketStreams() {}

  public static InputStream input(SocketChannel channel) {
    return new Input(channel);
  }

  public static OutputStream output(SocketChannel channel) {
    return new Output(channel);
  }

  private static final class Input extends InputStream {
    private final MemoryReserve.Task<ByteBuffer, Integer, IOException> reading;

    Input(SocketChannel channel) {
      reading = channel::read;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      if (count == 0) {
        return 0;
      }
      MemoryReserve.awaitRoom();
      return MemoryReserve.insist(ByteBuffer.wrap(bytes, offset, count), reading);
    }
  }

  private static final class Output extends OutputStream {
    private final MemoryReserve.Task<ByteBuffer, Integer, IOException> writing;

    Output(SocketChannel channel) {
      writing = channel::write;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      MemoryReserve.awaitRoom();
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, count);
      while (buffer.hasRemaining()) {
        int written = MemoryReserve.insist(buffer, writing);
        assert written >= 0;
      }
    }
  }
}
