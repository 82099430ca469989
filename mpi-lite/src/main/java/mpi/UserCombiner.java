package mpi;

import dev.metaproc.mpi.Combiner;
import dev.metaproc.mpi.ElementType;
import dev.metaproc.mpi.Region;

/** Hands data to a {@link UserFunction}: as arrays that begin with the data, or as bytes. */
record UserCombiner(UserFunction function, Datatype type) implements Combiner {
  @Override
  public void combine(Region in, Region inout) {
    boolean bytes =
        function.takesBuffers()
            && type.layout().type() != ElementType.OBJECT
            && type.layout().type() != ElementType.BOOLEAN;
    if (bytes) {
      Region result = inout.inBytes();
      function.call(
          UserFunction.inNativeOrder((byte[]) in.inBytes().array()),
          UserFunction.inNativeOrder((byte[]) result.array()),
          in.count(),
          type);
      inout.fillFromBytes(result);
    } else {
      Region from = in.fromStart();
      Region into = inout.fromStart();
      function.call(from.array(), into.array(), in.count(), type);
      into.copyTo(inout);
    }
  }
}
