package mpi;

import dev.metaproc.mpi.ErrorClass;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;

/** A view of two neighbouring doubles of a buffer as one complex number. */
public final class DoubleComplex {
  private final DoubleBuffer buffer;
  private final int offset;

  private DoubleComplex(DoubleBuffer buffer, int index) {
    this.buffer = buffer;
    if (index < 0 || index >= buffer.capacity() / 2) {
      throw new MPIException(
          ErrorClass.ARG,
          ("get: there is no complex number " + index + " in a buffer of " + buffer.capacity())
              + " doubles: count from 0, two doubles each");
    }
    this.offset = 2 * index;
  }

  public static DoubleComplex get(double[] array) {
    return get(array, 0);
  }

  /** The complex number at {@code index}, counted in complex numbers. */
  public static DoubleComplex get(double[] array, int index) {
    return new DoubleComplex(DoubleBuffer.wrap(Arguments.given("get", "array", array)), index);
  }

  public static DoubleComplex get(DoubleBuffer buffer) {
    return get(buffer, 0);
  }

  public static DoubleComplex get(DoubleBuffer buffer, int index) {
    return new DoubleComplex(Arguments.given("get", "buffer", buffer).duplicate().clear(), index);
  }

  public static DoubleComplex get(ByteBuffer buffer) {
    return get(buffer, 0);
  }

  public static DoubleComplex get(ByteBuffer buffer, int index) {
    ByteBuffer bytes =
        Arguments.given("get", "buffer", buffer).duplicate().clear().order(ByteOrder.nativeOrder());
    return new DoubleComplex(bytes.asDoubleBuffer(), index);
  }

  public double getReal() {
    return buffer.get(offset);
  }

  public double getImag() {
    return buffer.get(offset + 1);
  }

  public void putReal(double real) {
    buffer.put(offset, real);
  }

  public void putImag(double imag) {
    buffer.put(offset + 1, imag);
  }

  /** The numbers from this one on. */
  public DoubleBuffer getBuffer() {
    return offset == 0 ? buffer : buffer.duplicate().clear().position(offset).slice();
  }
}
