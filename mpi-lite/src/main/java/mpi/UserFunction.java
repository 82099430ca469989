package mpi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A program's own reduction in Open MPI's spelling, made into an {@link Op}. Override one of the
 * two methods: the one with arrays, or the one with buffers, which saves a copy for structs.
 */
public abstract class UserFunction {
  public UserFunction() {}

  /**
   * Computes {@code inOutVec[i] = inVec[i] op inOutVec[i]}.
   *
   * @param inVec an array of the base type, with the data from index 0 on
   * @param count items of {@code datatype}
   */
  public void call(Object inVec, Object inOutVec, int count, Datatype datatype) {
    throw new UnsupportedOperationException(
        getClass().getName() + " overrides neither call(Object...) nor call(ByteBuffer...)");
  }

  /** As the other, on the bytes of the data in the machine's order. */
  public void call(ByteBuffer in, ByteBuffer inOut, int count, Datatype datatype) {
    throw new UnsupportedOperationException(
        getClass().getName() + " overrides neither call(Object...) nor call(ByteBuffer...)");
  }

  /** Does the program's class override the method with buffers? */
  final boolean takesBuffers() {
    return Arrays.stream(getClass().getMethods())
        .filter(method -> method.getName().equals("call") && method.getParameterCount() == 4)
        .filter(method -> method.getParameterTypes()[0] == ByteBuffer.class)
        .anyMatch(method -> method.getDeclaringClass() != UserFunction.class);
  }

  static ByteBuffer inNativeOrder(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }
}
