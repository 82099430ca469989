package dev.metaproc.debug.jdwp;

import java.nio.ByteBuffer;

/**
 * One packet.
 *
 * <pre>
 *   length(4) id(4) flags(1) │ set(1) command(1)  a command
 *                            │ error(2)           a reply, flags 0x80
 *   data(length - 11)
 * </pre>
 *
 * @param code of a command {@code set << 8 | command}, of a reply the error
 */
@SuppressWarnings("ArrayRecordComponent") // owned by whoever receives the packet
public record Packet(int id, boolean isReply, int code, byte[] data) {
  static final int HEADER = 11;
  private static final int REPLY = 0x80;
  private static final int FLAGS = 8;

  /** A command that awaits a reply, or an event. */
  public static Packet command(int id, Command command, byte[] data) {
    return new Packet(id, false, command.code(), data);
  }

  /** A good reply. */
  public static Packet reply(int id, byte[] data) {
    return new Packet(id, true, JdwpError.NONE, data);
  }

  /** A reply that refuses. */
  public static Packet refusal(int id, int error) {
    return new Packet(id, true, error, new byte[0]);
  }

  /** The same under another id. */
  public Packet withId(int other) {
    return new Packet(other, isReply, code, data);
  }

  public PacketReader reader() {
    return new PacketReader(data);
  }

  int length() {
    return HEADER + data.length;
  }

  void writeTo(ByteBuffer to) {
    to.putInt(length()).putInt(id);
    to.put((byte) (isReply ? REPLY : 0));
    to.putShort((short) code);
    to.put(data);
  }

  /**
   * Whether the packet at the buffer's position is a command or a reply: there is no third kind.
   */
  static boolean hasKnownFlags(ByteBuffer at) {
    int flags = at.get(at.position() + FLAGS) & 0xff;
    return flags == 0 || flags == REPLY;
  }

  /** The packet whose length field, already read, was {@code length}. */
  static Packet readFrom(ByteBuffer from, int length) {
    int id = from.getInt();
    boolean isReply = (from.get() & REPLY) != 0;
    int code = from.getShort() & 0xffff;
    byte[] data = new byte[length - HEADER];
    from.get(data);
    return new Packet(id, isReply, code, data);
  }
}
