package dev.metaproc.launcher.nailgun;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** A standard stream of the client: every write is one chunk or more. */
final class ChunkOutput extends OutputStream {
  private static final int LARGEST = 64 << 10;

  private final ClientChannel channel;
  private final char type;

  ChunkOutput(ClientChannel channel, char type) {
    this.channel = channel;
    this.type = type;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, bytes.length);
    for (int done = 0; done < count; done += LARGEST) {
      channel.send(type, bytes, offset + done, Math.min(LARGEST, count - done));
    }
  }
}
