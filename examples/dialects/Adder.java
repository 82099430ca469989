package dialects;

import java.nio.LongBuffer;
import mpi.MPI;
import mpi.MPIException;
import mpi.Status;

/** Written for Open MPI's Java bindings: adds up the numbers that a {@link Dealer} sends it. */
public final class Adder {
  private Adder() {}

  /** Takes part in a reduction with all other ranks, whatever they are written for. */
  public static void main(String[] args) throws MPIException {
    MPI.Init(args);
    Status message = MPI.COMM_WORLD.probe(0, MPI.ANY_TAG);
    LongBuffer numbers = MPI.newLongBuffer(message.getCount(MPI.LONG));
    MPI.COMM_WORLD.recv(numbers, numbers.capacity(), MPI.LONG, 0, message.getTag());
    long[] sum = {0};
    for (int i = 0; i < numbers.capacity(); i++) {
      sum[0] += numbers.get(i);
    }
    System.out.println("rank " + MPI.COMM_WORLD.getRank() + " adds " + sum[0]);
    MPI.COMM_WORLD.reduce(sum, 1, MPI.LONG, MPI.SUM, 0);
    MPI.Finalize();
  }
}
