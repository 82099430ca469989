package dev.metaproc.mpi;

/**
 * Sums of several arrays in one pass, in the order of {@link Kernel}: to the last bit the same as
 * one after the other.
 */
final class Sums {
  /** Arrays added at a time. */
  static final int OPERANDS = 4;

  private Sums() {}

  static boolean areDefinedFor(ElementType type) {
    return type == ElementType.DOUBLE
        || type == ElementType.FLOAT
        || type == ElementType.LONG
        || type == ElementType.INT;
  }

  /** Adds {@code n} elements of each region to the first of {@code into}. */
  static void add(ElementType type, Object into, int n, Region a, Region b, Region c, Region d) {
    switch (type) {
      case DOUBLE -> {
        double[] sum = (double[]) into;
        double[] p = (double[]) a.array();
        double[] q = (double[]) b.array();
        double[] r = (double[]) c.array();
        double[] s = (double[]) d.array();
        int i0 = (int) a.offset();
        int j0 = (int) b.offset();
        int k0 = (int) c.offset();
        int l0 = (int) d.offset();
        for (int i = 0; i < n; i++) {
          sum[i] = sum[i] + p[i0 + i] + q[j0 + i] + r[k0 + i] + s[l0 + i];
        }
      }
      case FLOAT -> {
        float[] sum = (float[]) into;
        float[] p = (float[]) a.array();
        float[] q = (float[]) b.array();
        float[] r = (float[]) c.array();
        float[] s = (float[]) d.array();
        int i0 = (int) a.offset();
        int j0 = (int) b.offset();
        int k0 = (int) c.offset();
        int l0 = (int) d.offset();
        for (int i = 0; i < n; i++) {
          sum[i] = sum[i] + p[i0 + i] + q[j0 + i] + r[k0 + i] + s[l0 + i];
        }
      }
      case LONG -> {
        long[] sum = (long[]) into;
        long[] p = (long[]) a.array();
        long[] q = (long[]) b.array();
        long[] r = (long[]) c.array();
        long[] s = (long[]) d.array();
        int i0 = (int) a.offset();
        int j0 = (int) b.offset();
        int k0 = (int) c.offset();
        int l0 = (int) d.offset();
        for (int i = 0; i < n; i++) {
          sum[i] = sum[i] + p[i0 + i] + q[j0 + i] + r[k0 + i] + s[l0 + i];
        }
      }
      case INT -> {
        int[] sum = (int[]) into;
        int[] p = (int[]) a.array();
        int[] q = (int[]) b.array();
        int[] r = (int[]) c.array();
        int[] s = (int[]) d.array();
        int i0 = (int) a.offset();
        int j0 = (int) b.offset();
        int k0 = (int) c.offset();
        int l0 = (int) d.offset();
        for (int i = 0; i < n; i++) {
          sum[i] = sum[i] + p[i0 + i] + q[j0 + i] + r[k0 + i] + s[l0 + i];
        }
      }
      case BYTE, CHAR, SHORT, BOOLEAN, OBJECT, PACKED -> throw Kernel.undefined(type);
    }
  }
}
