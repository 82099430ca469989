package mpi;

import dev.metaproc.mpi.Communicator;
import dev.metaproc.mpi.ErrorClass;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How Reduce_scatter cuts its result: in items, all of them, before this rank's, and its own. */
record Segments(long total, long before, long own) {
  /** The same count for every rank. */
  static Segments even(String operation, Communicator core, long count) {
    long[] counts = new long[core.size()];
    Arrays.fill(counts, count);
    return of(operation, core, counts);
  }

  static Segments of(String operation, Communicator core, long @Nullable [] counts) {
    core.check(operation);
    if (counts == null || counts.length < core.size()) {
      throw new MPIException(
          ErrorClass.ARG,
          operation
              + ": the array of counts"
              + (counts == null ? " is null" : " has length " + counts.length)
              + (": pass one entry for each of the " + core.size() + " ranks"));
    }
    long total = 0;
    long before = 0;
    for (int rank = 0; rank < core.size(); rank++) {
      if (counts[rank] < 0) {
        throw new MPIException(
            ErrorClass.COUNT,
            operation + ": count " + counts[rank] + " is negative: use 0 or more");
      }
      before += rank < core.member() ? counts[rank] : 0;
      if (counts[rank] > Long.MAX_VALUE - total) {
        throw new MPIException(
            ErrorClass.COUNT,
            operation + ": the counts add up to more than " + Long.MAX_VALUE + ": use smaller");
      }
      total += counts[rank];
    }
    return new Segments(total, before, counts[core.member()]);
  }
}
