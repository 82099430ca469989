package ring;

import mpi.MPI;
import mpi.Status;

/**
 * Rank 0 sends a counter to its right neighbour; each rank adds one and passes it on.
 *
 * <p>{@code bin/mpiexec -n 1000 examples/ring [laps]}
 */
public final class Ring {
  private static final int TOKEN = 7;

  private Ring() {}

  /** Prints on rank 0 how often the token was passed, and the time of one hop. */
  public static void main(String[] args) {
    String[] own = MPI.Init(args);
    int rank = MPI.COMM_WORLD.Rank();
    int size = MPI.COMM_WORLD.Size();
    int laps = own.length > 0 ? Integer.parseInt(own[0]) : 100;
    int right = (rank + 1) % size;
    int left = (rank + size - 1) % size;

    int[] token = {0};
    MPI.COMM_WORLD.Barrier();
    double start = MPI.Wtime();
    for (int lap = 0; lap < laps; lap++) {
      if (rank > 0) {
        receive(token, left);
      }
      token[0]++;
      MPI.COMM_WORLD.Send(token, 0, 1, MPI.INT, right, TOKEN);
      if (rank == 0) {
        receive(token, left);
      }
    }
    double seconds = MPI.Wtime() - start;
    if (rank == 0) {
      System.out.printf(
          "%d ranks, %d laps: the token was passed %d times, %.2f us a hop%n",
          size, laps, token[0], seconds / token[0] * 1e6);
    }
    MPI.Finalize();
  }

  private static void receive(int[] token, int from) {
    Status status = MPI.COMM_WORLD.Recv(token, 0, 1, MPI.INT, from, TOKEN);
    if (status.source != from) {
      throw new IllegalStateException("the token came from " + status.source + ", not " + from);
    }
  }
}
