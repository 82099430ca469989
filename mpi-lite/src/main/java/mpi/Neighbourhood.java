package mpi;

/**
 * Whom a rank exchanges data with in the neighbourhood collectives, in the order of its blocks.
 *
 * @param sources whom it receives from; {@code MPI.PROC_NULL} beyond the edge of a grid
 * @param destinations whom it sends to
 * @param isGrid whether neighbours come in pairs, one down and one up each dimension
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record Neighbourhood(int[] sources, int[] destinations, boolean isGrid) {
  /**
   * In a grid what is sent down arrives from above, also where both neighbours are the same rank
   * (MPI-4.1 section 8.6).
   */
  int outKey(int index) {
    return isGrid ? index : 0;
  }

  int inKey(int index) {
    return isGrid ? index ^ 1 : 0;
  }
}
