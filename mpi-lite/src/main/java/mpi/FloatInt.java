package mpi;

import dev.metaproc.mpi.ElementType;

/**
 * A view of bytes as pairs of a float and an int, laid out as in C: the items of {@code
 * MPI.FLOAT_INT}.
 */
public final class FloatInt extends Struct {
  private final int value = addFloat();
  private final int index;

  FloatInt(int indexOffset) {
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

    public float getValue() {
      return getFloat(value);
    }

    public int getIndex() {
      return getInt(index);
    }

    public void putValue(float v) {
      putFloat(value, v);
    }

    public void putIndex(int v) {
      putInt(index, v);
    }
  }
}
