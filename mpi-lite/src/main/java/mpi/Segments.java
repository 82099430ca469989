package mpi;

import dev.metaproc.mpi.Communicator;
import dev.metaproc.mpi.ErrorClass;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How Reduce_scatter cuts its result: in items, all of them, before this rank's, and its own. */
record Segments(int total, int before, int own) {
  /** The same count for every rank. */
  static Segments even(String operation, Communicator core, int count) {
    int[] counts = new int[core.size()];
    Arrays.fill(counts, count);
    return of(operation, core, counts);
  }

  static Segments of(String operation, Communicator core, int @Nullable [] counts) {
    core.check(operation);
    if (counts == null || counts.length < core.size()) {
      throw new MPIException(
          ErrorClass.ARG,
          operation
              + ": the array of counts"
              + (counts == null ? " is null" : " has length " + counts.length)
              + (": pass one entry for each of the " + core.size() + " ranks"));
    }
    int total = 0;
    int before = 0;
    for (int rank = 0; rank < core.size(); rank++) {
      if (counts[rank] < 0) {
        throw new MPIException(
            ErrorClass.COUNT,
            operation + ": count " + counts[rank] + " is negative: use 0 or more");
      }
      before += rank < core.member() ? counts[rank] : 0;
      if (counts[rank] > Integer.MAX_VALUE - total) {
        throw new MPIException(
            ErrorClass.COUNT,
            operation + ": the counts add up to more than " + Integer.MAX_VALUE + ": use smaller");
      }
      total += counts[rank];
    }
    return new Segments(total, before, counts[core.member()]);
  }
}
