package mpi;

/** A view of bytes as pairs of two ints, laid out as in C: the items of {@code MPI.INT2}. */
public final class Int2 extends Struct {
  private final int value = addInt();
  private final int index;

  Int2(int indexOffset) {
    setOffset(indexOffset);
    index = addInt();
    getType(); // nobody may add fields to what all ranks share
  }

  @Override
  protected Data newData() {
    return new Data();
  }

  /** One pair. */
  public final class Data extends Struct.Data {
    public Data() {}

    public int getValue() {
      return getInt(value);
    }

    public int getIndex() {
      return getInt(index);
    }

    public void putValue(int v) {
      putInt(value, v);
    }

    public void putIndex(int v) {
      putInt(index, v);
    }
  }
}
