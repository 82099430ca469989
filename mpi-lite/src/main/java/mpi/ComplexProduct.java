package mpi;

import dev.metaproc.mpi.Combiner;
import dev.metaproc.mpi.Region;

/** Multiplies complex numbers, whose real and imaginary parts lie side by side. */
final class ComplexProduct implements Combiner {
  @Override
  public void combine(Region in, Region inout) {
    Region packed = inout.packed();
    if (packed.array() instanceof double[] right) {
      multiply((double[]) in.packed().array(), right);
    } else {
      multiply((float[]) in.packed().array(), (float[]) packed.array());
    }
    packed.copyTo(inout);
  }

  private static void multiply(double[] left, double[] right) {
    for (int i = 0; i + 1 < right.length; i += 2) {
      double real = left[i] * right[i] - left[i + 1] * right[i + 1];
      right[i + 1] = left[i] * right[i + 1] + left[i + 1] * right[i];
      right[i] = real;
    }
  }

  private static void multiply(float[] left, float[] right) {
    for (int i = 0; i + 1 < right.length; i += 2) {
      float real = left[i] * right[i] - left[i + 1] * right[i + 1];
      right[i + 1] = left[i] * right[i + 1] + left[i + 1] * right[i];
      right[i] = real;
    }
  }
}
