package mpi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;

/** A view of two neighbouring doubles of a buffer as one complex number. */
public final class DoubleComplex {
  private final DoubleBuffer buffer;
  private final int offset;

  private DoubleComplex(DoubleBuffer buffer, int index) {
    this.buffer = buffer;
    this.offset = Math.multiplyExact(index, 2);
  }

  public static DoubleComplex get(double[] array) {
    return get(array, 0);
  }

  /** The complex number at {@code index}, counted in complex numbers. */
  public static DoubleComplex get(double[] array, int index) {
    return new DoubleComplex(DoubleBuffer.wrap(array), index);
  }

  public static DoubleComplex get(DoubleBuffer buffer) {
    return get(buffer, 0);
  }

  public static DoubleComplex get(DoubleBuffer buffer, int index) {
    return new DoubleComplex(buffer.duplicate().clear(), index);
  }

  public static DoubleComplex get(ByteBuffer buffer) {
    return get(buffer, 0);
  }

  public static DoubleComplex get(ByteBuffer buffer, int index) {
    ByteBuffer bytes = buffer.duplicate().clear().order(ByteOrder.nativeOrder());
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
