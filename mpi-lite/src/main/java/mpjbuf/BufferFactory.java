package mpjbuf;

/** Where programs for MPJ Express get the memory of a {@link Buffer}. */
public class BufferFactory {
  private BufferFactory() {}

  public static RawBuffer create(int size) {
    return new RawBuffer(size);
  }

  public static void destroy(RawBuffer raw) {}
}
