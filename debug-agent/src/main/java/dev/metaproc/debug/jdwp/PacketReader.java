package dev.metaproc.debug.jdwp;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads the data of a packet from front to back. All ids are eight bytes, as HotSpot's are.
 *
 * <p>Every method throws {@link MalformedPacketException} when the data end too early.
 */
public final class PacketReader {
  private final ByteBuffer data;

  public PacketReader(byte[] data) {
    this.data = ByteBuffer.wrap(data);
  }

  public int u1() {
    try {
      return data.get() & 0xff;
    } catch (BufferUnderflowException e) {
      throw tooShort();
    }
  }

  public int i4() {
    try {
      return data.getInt();
    } catch (BufferUnderflowException e) {
      throw tooShort();
    }
  }

  public long id() {
    try {
      return data.getLong();
    } catch (BufferUnderflowException e) {
      throw tooShort();
    }
  }

  public long i8() {
    return id();
  }

  public String string() {
    byte[] bytes = bytes(count(1));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A number of elements of at least {@code least} bytes each: no more than there are data for. */
  public int count(int least) {
    int count = i4();
    if (count < 0 || (long) count * least > data.remaining()) {
      throw new MalformedPacketException("count " + count + " is more than the packet holds");
    }
    return count;
  }

  public byte[] bytes(int length) {
    if (length < 0 || length > data.remaining()) {
      throw tooShort();
    }
    byte[] bytes = new byte[length];
    data.get(bytes);
    return bytes;
  }

  public void skip(int length) {
    if (length < 0 || length > data.remaining()) {
      throw tooShort();
    }
    data.position(data.position() + length);
  }

  /** Goes back to where it has been. */
  public void rewind(int position) {
    data.position(position);
  }

  public int position() {
    return data.position();
  }

  /** Of all the data. */
  public int length() {
    return data.limit();
  }

  public boolean hasRemaining() {
    return data.hasRemaining();
  }

  /** The data between two positions, as they are. */
  public byte[] slice(int from, int to) {
    byte[] bytes = new byte[to - from];
    data.get(from, bytes);
    return bytes;
  }

  private static MalformedPacketException tooShort() {
    return new MalformedPacketException("the packet ends before its data do");
  }
}
