package mpi;

/** The neighbours {@link Cartcomm#Shift} found; {@code MPI.PROC_NULL} beyond an edge. */
public class ShiftParms {
  public int rank_source;
  public int rank_dest;

  ShiftParms(int source, int destination) {
    rank_source = source;
    rank_dest = destination;
  }

  public int getRankSource() {
    return rank_source;
  }

  public int getRankDest() {
    return rank_dest;
  }
}
