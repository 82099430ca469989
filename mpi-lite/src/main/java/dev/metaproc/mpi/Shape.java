package dev.metaproc.mpi;

/** Who gets what of a reduction. */
enum Shape {
  /** Allreduce: everyone gets the whole. */
  ALL,
  /** Reduce: the root gets the whole. */
  ROOT,
  /** Scan: rank r gets the reduction of ranks 0 to r. */
  PREFIX,
  /** Reduce_scatter: rank r gets segment r. */
  SEGMENT
}
