package statics;

import mpi.MPI;

/**
 * An ordinary, badly behaved program: a mutable static, a system property, a closed-over stream.
 * Each rank sees only its own.
 *
 * <p>{@code bin/mpiexec -n 4 examples/statics}
 */
public final class Statics {
  private static int counter;

  private Statics() {}

  /** Counts to a thousand in a static field, checks that nobody else did. */
  public static void main(String[] args) {
    MPI.Init(args);
    int rank = MPI.COMM_WORLD.Rank();
    System.setProperty("statics.rank", Integer.toString(rank));
    for (int i = 0; i < 1000; i++) {
      counter++;
      if (i % 100 == 0) {
        MPI.COMM_WORLD.Barrier();
      }
    }
    System.out.printf(
        "rank %d: counter = %d, statics.rank = %s, pid %d, one JVM: %s%n",
        rank,
        counter,
        System.getProperty("statics.rank"),
        ProcessHandle.current().pid(),
        ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(-1L));
    if (counter != 1000) {
      MPI.COMM_WORLD.Abort(1);
    }
    MPI.Finalize();
  }
}
