package mpjbuf;

/**
 * Bytes that {@code Comm.Pack} fills and {@code Comm.Unpack} reads, as programs for MPJ Express
 * have them.
 */
public class Buffer {
  private final byte[] bytes;

  /**
   * A buffer with room for so many bytes.
   *
   * @throws IllegalArgumentException for a negative capacity
   */
  public Buffer(int capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException(
          "a buffer of " + capacity + " bytes: use 0 or more, as Pack_size tells");
    }
    bytes = new byte[capacity];
  }

  public Buffer(RawBuffer raw, int offset, int capacity) {
    this(Math.addExact(offset, capacity));
  }

  /** The bytes themselves. */
  public byte[] bytes() {
    return bytes;
  }

  public int getCapacity() {
    return bytes.length;
  }

  /** Ends the writing; nothing to do here. */
  public void commit() {}

  /** Forgets what was written; the next Pack says where it writes. */
  public void clear() {}

  /** Nothing to free. */
  public void free() {}
}
