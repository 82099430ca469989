package mpi;

import dev.metaproc.mpi.ElementType;

/**
 * A view of bytes as pairs of a double and an int, laid out as in C: the items of {@code
 * MPI.DOUBLE_INT}.
 */
public final class DoubleInt extends Struct {
  private final int value = addDouble();
  private final int index;

  DoubleInt(int indexOffset) {
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

    public double getValue() {
      return getDouble(value);
    }

    public int getIndex() {
      return getInt(index);
    }

    public void putValue(double v) {
      putDouble(value, v);
    }

    public void putIndex(int v) {
      putInt(index, v);
    }
  }
}
