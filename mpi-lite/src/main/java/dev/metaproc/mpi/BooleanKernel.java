package dev.metaproc.mpi;

/** Logical reductions of booleans; see {@link Kernel}. */
final class BooleanKernel {
  private BooleanKernel() {}

  static void apply(PredefinedOp op, Object into, int s, Object from, int t, int n) {
    boolean[] a = (boolean[]) into;
    boolean[] b = (boolean[]) from;
    switch (op) {
      case LAND -> {
        for (int i = 0; i < n; i++) {
          a[s + i] = a[s + i] && b[t + i];
        }
      }
      case LOR -> {
        for (int i = 0; i < n; i++) {
          a[s + i] = a[s + i] || b[t + i];
        }
      }
      case LXOR -> {
        for (int i = 0; i < n; i++) {
          a[s + i] = a[s + i] ^ b[t + i];
        }
      }
      case MAX, MIN, SUM, PROD, BAND, BOR, BXOR, MAXLOC, MINLOC -> throw Kernel.undefined(op);
    }
  }
}
