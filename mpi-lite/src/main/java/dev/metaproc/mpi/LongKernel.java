package dev.metaproc.mpi;

/** Reductions of longs; see {@link Kernel}. */
final class LongKernel {
  private LongKernel() {}

  static void apply(PredefinedOp op, Object into, int s, Object from, int t, int n) {
    long[] a = (long[]) into;
    long[] b = (long[]) from;
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
      case BAND -> {
        for (int i = 0; i < n; i++) {
          a[s + i] &= b[t + i];
        }
      }
      case BOR -> {
        for (int i = 0; i < n; i++) {
          a[s + i] |= b[t + i];
        }
      }
      case BXOR -> {
        for (int i = 0; i < n; i++) {
          a[s + i] ^= b[t + i];
        }
      }
      case LAND -> {
        for (int i = 0; i < n; i++) {
          a[s + i] = a[s + i] != 0 && b[t + i] != 0 ? 1 : 0;
        }
      }
      case LOR -> {
        for (int i = 0; i < n; i++) {
          a[s + i] = a[s + i] != 0 || b[t + i] != 0 ? 1 : 0;
        }
      }
      case LXOR -> {
        for (int i = 0; i < n; i++) {
          a[s + i] = (a[s + i] != 0) != (b[t + i] != 0) ? 1 : 0;
        }
      }
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

  private static void locate(long[] a, int i, long[] b, int j, boolean better) {
    if (better) {
      a[i] = b[j];
      a[i + 1] = b[j + 1];
    } else if (b[j] == a[i]) {
      a[i + 1] = Math.min(a[i + 1], b[j + 1]);
    }
  }
}
