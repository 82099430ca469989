package mpi;

import dev.metaproc.mpi.Combiner;
import dev.metaproc.mpi.ElementType;
import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.Region;

/** Hands data to a {@link UserFunction}: as arrays that begin with the data, or as bytes. */
record UserCombiner(UserFunction function, Datatype type) implements Combiner {
  @Override
  public void combine(Region in, Region inout) {
    boolean bytes =
        function.takesBuffers()
            && type.layout().type() != ElementType.OBJECT
            && type.layout().type() != ElementType.BOOLEAN;
    requireArrays(in.span() * (bytes ? in.layout().type().bytes() : 1));
    if (bytes) {
      Region result = inout.inBytes();
      function.call(
          UserFunction.inNativeOrder((byte[]) in.inBytes().array()),
          UserFunction.inNativeOrder((byte[]) result.array()),
          (int) in.count(),
          type);
      inout.fillFromBytes(result);
    } else {
      Region from = in.fromStart();
      Region into = inout.fromStart();
      function.call(from.array(), into.array(), (int) in.count(), type);
      into.copyTo(inout);
    }
  }

  private void requireArrays(long length) {
    if (length > ElementType.LONGEST_ARRAY) {
      throw new MPIException(
          ErrorClass.COUNT,
          ("reduce: " + length + " bytes or elements of " + type + " are more than a Java array")
              + (" holds for a user function: reduce at most " + ElementType.LONGEST_ARRAY)
              + " at a time");
    }
  }
}
