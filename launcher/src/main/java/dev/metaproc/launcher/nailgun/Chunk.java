package dev.metaproc.launcher.nailgun;

import dev.metaproc.isolation.reclaim.MemoryReserve;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One message: four bytes of length (big endian, of the body alone), one byte of type, the body.
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record Chunk(char type, byte[] body) {
  public static final char ARGUMENT = 'A';
  public static final char LONG_ARGUMENT = 'L';
  public static final char ENVIRONMENT = 'E';
  public static final char DIRECTORY = 'D';
  public static final char COMMAND = 'C';
  public static final char STDIN = '0';
  public static final char STDIN_END = '.';
  public static final char HEARTBEAT = 'H';
  public static final char SIGNAL = 'K';
  public static final char STDOUT = '1';
  public static final char STDERR = '2';
  public static final char SEND_INPUT = 'S';
  public static final char EXIT = 'X';

  /** The variable by which a client says that it forwards signals as {@code K} chunks. */
  public static final String OWN_CLIENT = "METAPROC_CLIENT";

  /** No body is longer: what claims to be is no nailgun. */
  public static final int LONGEST = 1 << 20;

  static final int HEADER = 5;

  private static final Chunk BEAT = new Chunk(HEARTBEAT, new byte[0]);

  public static Chunk of(char type, String text) {
    return new Chunk(type, text.getBytes(StandardCharsets.UTF_8));
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /**
   * Reads the next one.
   *
   * @return null at the end of the stream
   * @throws ProtocolException when its length is out of range
   */
  public static @Nullable Chunk read(DataInputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      return null;
    }
    try {
      int length =
          first << 24
              | in.readUnsignedByte() << 16
              | in.readUnsignedByte() << 8
              | in.readUnsignedByte();
      char type = (char) in.readUnsignedByte();
      if (length < 0 || length > LONGEST) {
        throw new ProtocolException(
            "a chunk of "
                + (length & 0xffff_ffffL)
                + " bytes was announced, the most is "
                + LONGEST
                + ": pass what is longer in a file");
      }
      if (type == HEARTBEAT && length == 0) {
        return BEAT; // clients that wait take no memory
      }
      MemoryReserve.awaitRoom(); // what has been read of it cannot be read again
      return new Chunk(type, in.readNBytes(length));
    } catch (EOFException e) {
      return null; // the other end died within a chunk
    }
  }

  /** Writes it in one go. */
  public void write(OutputStream out) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(HEADER + body.length);
    chunk.putInt(body.length).put((byte) type).put(body);
    out.write(chunk.array());
  }
}
