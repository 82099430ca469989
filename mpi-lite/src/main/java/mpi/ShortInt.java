package mpi;

import dev.metaproc.mpi.ElementType;

/**
 * A view of bytes as pairs of a short and an int, laid out as in C: the items of {@code
 * MPI.SHORT_INT}.
 */
public final class ShortInt extends Struct {
  private final int value = addShort();
  private final int index;

  ShortInt(int indexOffset) {
    setOffset(indexOffset);
    index = addInt();
  }

  /** The datatype of such pairs, for the reductions that know about them. */
  Datatype predefined(String name, ElementType value) {
    return Datatype.pair(getType(), name, value);
  }

  @Override
  protected Data newData() {
    return new Data();
  }

  /** One pair. */
  public final class Data extends Struct.Data {
    public Data() {}

    public short getValue() {
      return getShort(value);
    }

    public int getIndex() {
      return getInt(index);
    }

    public void putValue(short v) {
      putShort(value, v);
    }

    public void putIndex(int v) {
      putInt(index, v);
    }
  }
}
