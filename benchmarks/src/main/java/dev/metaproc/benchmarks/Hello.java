package dev.metaproc.benchmarks;

import mpi.MPI;
import mpi.MPIException;

/** A rank that says it is there: what launching costs. The twin of {@code benchmarks/c/hello.c}. */
public final class Hello {
  private Hello() {}

  /**
   * Says that all ranks are here, and stays alive.
   *
   * @param args {@code [milliseconds to stay alive]}
   */
  public static void main(String[] args) throws MPIException, InterruptedException {
    String[] own = MPI.Init(args);
    MPI.COMM_WORLD.Barrier();
    if (MPI.COMM_WORLD.Rank() == 0) {
      System.out.println("all " + MPI.COMM_WORLD.Size() + " here");
    }
    if (own.length > 0) {
      Thread.sleep(Long.parseLong(own[0]));
    }
    MPI.Finalize();
  }
}
