package mpi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** A view of two neighbouring floats of a buffer as one complex number. */
public final class FloatComplex {
  private final FloatBuffer buffer;
  private final int offset;

  private FloatComplex(FloatBuffer buffer, int index) {
    this.buffer = buffer;
    this.offset = Math.multiplyExact(index, 2);
  }

  public static FloatComplex get(float[] array) {
    return get(array, 0);
  }

  /** The complex number at {@code index}, counted in complex numbers. */
  public static FloatComplex get(float[] array, int index) {
    return new FloatComplex(FloatBuffer.wrap(array), index);
  }

  public static FloatComplex get(FloatBuffer buffer) {
    return get(buffer, 0);
  }

  public static FloatComplex get(FloatBuffer buffer, int index) {
    return new FloatComplex(buffer.duplicate().clear(), index);
  }

  public static FloatComplex get(ByteBuffer buffer) {
    return get(buffer, 0);
  }

  public static FloatComplex get(ByteBuffer buffer, int index) {
    ByteBuffer bytes = buffer.duplicate().clear().order(ByteOrder.nativeOrder());
    return new FloatComplex(bytes.asFloatBuffer(), index);
  }

  public float getReal() {
    return buffer.get(offset);
  }

  public float getImag() {
    return buffer.get(offset + 1);
  }

  public void putReal(float real) {
    buffer.put(offset, real);
  }

  public void putImag(float imag) {
    buffer.put(offset + 1, imag);
  }

  /** The numbers from this one on. */
  public FloatBuffer getBuffer() {
    return offset == 0 ? buffer : buffer.duplicate().clear().position(offset).slice();
  }
}
