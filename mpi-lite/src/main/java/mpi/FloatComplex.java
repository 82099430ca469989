package mpi;

import dev.metaproc.mpi.ErrorClass;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** A view of two neighbouring floats of a buffer as one complex number. */
public final class FloatComplex {
  private final FloatBuffer buffer;
  private final int offset;

  private FloatComplex(FloatBuffer buffer, int index) {
    this.buffer = buffer;
    if (index < 0 || index >= buffer.capacity() / 2) {
      throw new MPIException(
          ErrorClass.ARG,
          ("get: there is no complex number " + index + " in a buffer of " + buffer.capacity())
              + " floats: count from 0, two floats each");
    }
    this.offset = 2 * index;
  }

  public static FloatComplex get(float[] array) {
    return get(array, 0);
  }

  /** The complex number at {@code index}, counted in complex numbers. */
  public static FloatComplex get(float[] array, int index) {
    return new FloatComplex(FloatBuffer.wrap(Arguments.given("get", "array", array)), index);
  }

  public static FloatComplex get(FloatBuffer buffer) {
    return get(buffer, 0);
  }

  public static FloatComplex get(FloatBuffer buffer, int index) {
    return new FloatComplex(Arguments.given("get", "buffer", buffer).duplicate().clear(), index);
  }

  public static FloatComplex get(ByteBuffer buffer) {
    return get(buffer, 0);
  }

  public static FloatComplex get(ByteBuffer buffer, int index) {
    ByteBuffer bytes =
        Arguments.given("get", "buffer", buffer).duplicate().clear().order(ByteOrder.nativeOrder());
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
