package mpi;

import dev.metaproc.mpi.ElementType;

/**
 * A view of bytes as pairs of a long and an int, laid out as in C: the items of {@code
 * MPI.LONG_INT}.
 */
public final class LongInt extends Struct {
  private final int value = addLong();
  private final int index;

  LongInt(int indexOffset) {
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

    public long getValue() {
      return getLong(value);
    }

    public int getIndex() {
      return getInt(index);
    }

    public void putValue(long v) {
      putLong(value, v);
    }

    public void putIndex(int v) {
      putInt(index, v);
    }
  }
}
