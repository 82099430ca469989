package dev.metaproc.mpi;

/** Reductions of floats; see {@link Kernel}. */
final class FloatKernel {
  private FloatKernel() {}

  static void apply(PredefinedOp op, Object into, int s, Object from, int t, int n) {
    float[] a = (float[]) into;
    float[] b = (float[]) from;
    switch (op) {
      case MAX -> {
        for (int i = 0; i < n; i++) {
          a[s + i] = Math.max(a[s + i], b[t + i]);
        }
      }
      case MIN -> {
        for (int i = 0; i < n; i++) {
          a[s + i] = Math.min(a[s + i], b[t + i]);
        }
      }
      case SUM -> {
        for (int i = 0; i < n; i++) {
          a[s + i] += b[t + i];
        }
      }
      case PROD -> {
        for (int i = 0; i < n; i++) {
          a[s + i] *= b[t + i];
        }
      }
      case BAND, BOR, BXOR, LAND, LOR, LXOR -> throw Kernel.undefined(op);
      case MAXLOC -> {
        for (int i = 0; i < n; i += 2) {
          locate(a, s + i, b, t + i, b[t + i] > a[s + i]);
        }
      }
      case MINLOC -> {
        for (int i = 0; i < n; i += 2) {
          locate(a, s + i, b, t + i, b[t + i] < a[s + i]);
        }
      }
    }
  }

  private static void locate(float[] a, int i, float[] b, int j, boolean better) {
    if (better) {
      a[i] = b[j];
      a[i + 1] = b[j + 1];
    } else if (b[j] == a[i]) {
      a[i + 1] = Math.min(a[i + 1], b[j + 1]);
    }
  }
}
