package dialects;

import mpi.MPI;

/**
 * Written for MPJ Express: deals numbers to the other ranks, which are programs written for Open
 * MPI's Java bindings ({@link Adder}), and takes in their sum.
 *
 * <p>{@code bin/mpiexec -n 1 examples/dialects/Dealer.java : -n 3 examples/dialects/Adder.java}
 */
public final class Dealer {
  private static final int NUMBERS = 1000;
  private static final int TAG = 1;

  private Dealer() {}

  /** Prints the sum that the adders computed. */
  public static void main(String[] args) {
    MPI.Init(args);
    int adders = MPI.COMM_WORLD.Size() - 1;
    long[] numbers = new long[NUMBERS];
    for (int adder = 1; adder <= adders; adder++) {
      for (int i = 0; i < NUMBERS; i++) {
        numbers[i] = (long) (adder - 1) * NUMBERS + i + 1;
      }
      MPI.COMM_WORLD.Send(numbers, 0, NUMBERS, MPI.LONG, adder, TAG);
    }
    long[] nothing = {0};
    long[] sum = {0};
    MPI.COMM_WORLD.Reduce(nothing, 0, sum, 0, 1, MPI.LONG, MPI.SUM, 0);
    System.out.println("1 + 2 + ... + " + (long) adders * NUMBERS + " = " + sum[0]);
    MPI.Finalize();
  }
}
