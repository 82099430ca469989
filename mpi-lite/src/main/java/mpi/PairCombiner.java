package mpi;

import dev.metaproc.mpi.Combiner;
import dev.metaproc.mpi.ElementType;
import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.PredefinedOp;
import dev.metaproc.mpi.Region;
import java.nio.ByteBuffer;

/** MAXLOC and MINLOC on pairs of a value and an int (MPI-4.1 section 6.9.4). */
record PairCombiner(boolean wantsMaximum, ElementType value) implements Combiner {
  static PairCombiner of(String operation, PredefinedOp op, ElementType value, Datatype type) {
    if (op != PredefinedOp.MAXLOC && op != PredefinedOp.MINLOC) {
      throw new MPIException(
          ErrorClass.OP,
          (operation + ": MPI." + op + " is not defined for " + type)
              + ": use MPI.MAXLOC or MPI.MINLOC");
    }
    return new PairCombiner(op == PredefinedOp.MAXLOC, value);
  }

  @Override
  public void combine(Region in, Region inout) {
    Region packedIn = in.packed();
    Region packed = inout.packed();
    ByteBuffer left = UserFunction.inNativeOrder((byte[]) packedIn.array());
    ByteBuffer right = UserFunction.inNativeOrder((byte[]) packed.array());
    int size = value.bytes() + Integer.BYTES;
    for (int at = 0; at + size <= right.capacity(); at += size) {
      if (isBetter(left, right, at)) {
        right.put(at, left, at, size);
      }
    }
    packed.copyTo(inout);
  }

  private boolean isBetter(ByteBuffer left, ByteBuffer right, int at) {
    int order = compare(left, right, at);
    if (order == 0) {
      return left.getInt(at + value.bytes()) < right.getInt(at + value.bytes());
    }
    return wantsMaximum ? order > 0 : order < 0;
  }

  private int compare(ByteBuffer left, ByteBuffer right, int at) {
    return switch (value) {
      case SHORT -> Short.compare(left.getShort(at), right.getShort(at));
      case LONG -> Long.compare(left.getLong(at), right.getLong(at));
      case FLOAT -> Float.compare(left.getFloat(at), right.getFloat(at));
      case DOUBLE -> Double.compare(left.getDouble(at), right.getDouble(at));
      case BYTE, CHAR, BOOLEAN, INT, OBJECT, PACKED ->
          throw new IllegalStateException("no pair type of " + value);
    };
  }
}
