package mpjbuf;

/** The memory of a {@link Buffer} in MPJ Express; here a size alone. */
public class RawBuffer {
  private final int capacity;

  RawBuffer(int capacity) {
    this.capacity = capacity;
  }

  public int getCapacity() {
    return capacity;
  }
}
