package dev.metaproc.mpi;

/** A rank's share of the elements to reduce. */
record Slice(long start, long length) {
  /** Below this a slice is not worth another core's time. */
  private static final int MINIMUM = 1024;

  /** Cuts {@code total} elements into at most {@code ranks} slices; pairs stay together. */
  static Slice of(long total, int ranks, int rank) {
    long even = ((total + ranks - 1) / ranks + 1) & ~1L;
    long size = Math.max(even, MINIMUM);
    long start = Math.min(total, rank * size);
    return new Slice(start, Math.min(size, total - start));
  }
}
