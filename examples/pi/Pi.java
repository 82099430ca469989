package pi;

import mpi.MPI;

/**
 * Integrates 4/(1+x²) over [0,1]: each rank sums every size-th strip, rank 0 adds the sums up.
 *
 * <p>{@code bin/mpiexec -n 4 examples/pi [strips]}
 */
public final class Pi {
  private Pi() {}

  /** Prints each rank's part, and the result on rank 0. */
  public static void main(String[] args) {
    String[] own = MPI.Init(args);
    int rank = MPI.COMM_WORLD.Rank();
    int size = MPI.COMM_WORLD.Size();
    long[] strips = {own.length > 0 ? Long.parseLong(own[0]) : 20_000_000};
    MPI.COMM_WORLD.Bcast(strips, 0, 1, MPI.LONG, 0);

    double start = MPI.Wtime();
    double[] part = {integrate(rank, size, strips[0])};
    System.out.printf("rank %d of %d: %.12f%n", rank, size, part[0]);

    double[] pi = new double[1];
    MPI.COMM_WORLD.Reduce(part, 0, pi, 0, 1, MPI.DOUBLE, MPI.SUM, 0);
    if (rank == 0) {
      double error = Math.abs(pi[0] - Math.PI);
      System.out.printf("pi = %.12f, error %.1e, %.3f s%n", pi[0], error, MPI.Wtime() - start);
    }
    MPI.Finalize();
  }

  private static double integrate(int first, int step, long strips) {
    double width = 1.0 / strips;
    double sum = 0;
    for (long i = first; i < strips; i += step) {
      double x = (i + 0.5) * width;
      sum += 4 / (1 + x * x);
    }
    return sum * width;
  }
}
