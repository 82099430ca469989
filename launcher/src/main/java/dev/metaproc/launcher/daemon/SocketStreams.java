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
    private final SocketChannel channel;
    private final byte[] one = new byte[1];
    private final ByteBuffer room = ByteBuffer.allocate(8192); // so that reading takes no memory

    Input(SocketChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read() throws IOException {
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      if (count == 0) {
        return 0;
      }
      room.clear().limit(Math.min(count, room.capacity()));
      if (!MemoryReserve.insist(this, Input::fill)) {
        return -1;
      }
      int read = room.flip().remaining();
      room.get(bytes, offset, read);
      return read;
    }

    private boolean fill() throws IOException {
      return channel.read(room) >= 0;
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
      ByteBuffer buffer = MemoryReserve.insist(bytes, ByteBuffer::wrap);
      buffer.position(offset).limit(offset + count);
      while (buffer.hasRemaining()) {
        int written = MemoryReserve.insist(buffer, writing);
        assert written >= 0;
      }
    }
  }
}
