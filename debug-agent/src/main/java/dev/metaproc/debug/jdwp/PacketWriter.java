package dev.metaproc.debug.jdwp;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Builds the data of a packet. */
public final class PacketWriter {
  private interface Part {
    void write(DataOutputStream out) throws IOException;
  }

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
  private final DataOutputStream out = new DataOutputStream(bytes);

  public PacketWriter u1(int value) {
    return add(o -> o.writeByte(value));
  }

  public PacketWriter i4(int value) {
    return add(o -> o.writeInt(value));
  }

  public PacketWriter id(long value) {
    return add(o -> o.writeLong(value));
  }

  public PacketWriter string(String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    return i4(text.length).raw(text);
  }

  public PacketWriter raw(byte[] data) {
    return add(o -> o.write(data));
  }

  public byte[] toBytes() {
    return bytes.toByteArray();
  }

  private PacketWriter add(Part part) {
    try {
      part.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail so
    }
    return this;
  }
}
