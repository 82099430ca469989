package dev.metaproc.mpi;

/** A rank's share of the elements to reduce. */
record Slice(int start, int length) {
  /** Below this a slice is not worth another core's time. */
  private static final int MINIMUM = 1024;

  /** Cuts {@code total} elements into at most {@code ranks} slices; pairs stay together. */
  static Slice of(int total, int ranks, int rank) {
    int even = (int) (((long) total + ranks - 1) / ranks + 1) & ~1;
    long size = Math.max(even, MINIMUM);
    int start = (int) Math.min(total, rank * size);
    return new Slice(start, (int) Math.min(size, total - start));
  }
}
