package dev.metaproc.benchmarks;

import java.util.Arrays;
import mpi.Intracomm;
import mpi.MPI;
import mpi.MPIException;

/**
 * Any number of ranks: collectives, and a token that goes round all ranks. The twin of {@code
 * benchmarks/c/collectives.c}.
 *
 * <p>The broadcast is followed by a barrier, the pair counted as one operation: without it the root
 * would only measure how fast it can leave messages behind. {@code ring} is the time of one hop.
 *
 * {@snippet lang="shell" :
 * mpiexec -n 8 java -cp benchmarks/target/classes dev.metaproc.benchmarks.CollectivesBenchmark
 * }
 */
public final class CollectivesBenchmark {
  private static final int MEBIBYTE = 1 << 20;

  private CollectivesBenchmark() {}

  public static void main(String[] args) throws MPIException {
    String[] own = MPI.Init(args);
    Intracomm world = MPI.COMM_WORLD;
    if (world.Size() < 2) {
      System.err.println("collectives: " + world.Size() + " ranks: it takes at least 2");
      world.Abort(2);
    }
    Batches batches = new Batches(world, own);
    batches.measure(new Barrier(world));
    batches.measure(new Allreduce(world, 1));
    batches.measure(new Allreduce(world, MEBIBYTE / Double.BYTES));
    batches.measure(new BcastBarrier(world));
    batches.measure(new Alltoall(world));
    batches.measure(new Ring(world));
    MPI.Finalize();
  }

  /** An operation of all ranks of a communicator. */
  private abstract static class Collective extends Operation {
    final Intracomm world;
    final int rank;
    final int ranks;

    Collective(String name, Intracomm world, int bytes, double divisor) throws MPIException {
      super(name, bytes, divisor);
      this.world = world;
      this.rank = world.Rank();
      this.ranks = world.Size();
    }
  }

  private static final class Barrier extends Collective {
    Barrier(Intracomm world) throws MPIException {
      super("barrier", world, 0, 1);
    }

    @Override
    void run() throws MPIException {
      world.Barrier();
    }

    /** No rank may leave a barrier before the last one has entered it. */
    @Override
    void verify(int batch) throws MPIException {
      double[] entered = {Batches.nowMicros()};
      world.Barrier();
      double[] left = {Batches.nowMicros()};
      double[] lastEntered = new double[1];
      double[] firstLeft = new double[1];
      world.Allreduce(entered, 0, lastEntered, 0, 1, MPI.DOUBLE, MPI.MAX);
      world.Allreduce(left, 0, firstLeft, 0, 1, MPI.DOUBLE, MPI.MIN);
      check(firstLeft[0] >= lastEntered[0], "order", batch);
    }
  }

  private static final class Allreduce extends Collective {
    private final double[] addends;
    private final double[] sums;

    Allreduce(Intracomm world, int doubles) throws MPIException {
      super("allreduce", world, doubles * Double.BYTES, 1);
      addends = new double[doubles];
      sums = new double[doubles];
    }

    @Override
    void prepare(int batch) {
      for (int i = 0; i < addends.length; i++) {
        addends[i] = rank + (batch + i) % 7;
      }
      Arrays.fill(sums, 0);
    }

    @Override
    void run() throws MPIException {
      world.Allreduce(addends, 0, sums, 0, addends.length, MPI.DOUBLE, MPI.SUM);
    }

    @Override
    void verify(int batch) {
      for (int i = 0; i < sums.length; i++) {
        double sum = ranks * (ranks - 1) / 2.0 + ranks * ((batch + i) % 7);
        check(sums[i] == sum, "sum", i);
      }
    }
  }

  private static final class BcastBarrier extends Collective {
    private final byte[] block = new byte[MEBIBYTE];

    BcastBarrier(Intracomm world) throws MPIException {
      super("bcast_barrier", world, MEBIBYTE, 1);
    }

    @Override
    void prepare(int batch) {
      Arrays.fill(block, (byte) (rank == 0 ? batch : -1));
    }

    @Override
    void run() throws MPIException {
      world.Bcast(block, 0, MEBIBYTE, MPI.BYTE, 0);
      world.Barrier();
    }

    @Override
    void verify(int batch) {
      for (int i = 0; i < MEBIBYTE; i++) {
        check(block[i] == (byte) batch, "byte", i);
      }
    }
  }

  private static final class Alltoall extends Collective {
    private final long[] toEach;
    private final long[] fromEach;

    Alltoall(Intracomm world) throws MPIException {
      super("alltoall", world, Long.BYTES, 1);
      toEach = new long[ranks];
      fromEach = new long[ranks];
    }

    @Override
    void prepare(int batch) {
      for (int i = 0; i < ranks; i++) {
        toEach[i] = entry(batch, rank, i);
      }
      Arrays.fill(fromEach, -1);
    }

    @Override
    void run() throws MPIException {
      world.Alltoall(toEach, 0, 1, MPI.LONG, fromEach, 0, 1, MPI.LONG);
    }

    @Override
    void verify(int batch) {
      for (int i = 0; i < ranks; i++) {
        check(fromEach[i] == entry(batch, i, rank), "entry", i);
      }
    }

    private static long entry(int batch, int from, int to) {
      return (long) batch << 32 | (long) from << 16 | to;
    }
  }

  /** The token counts its hops and comes back to rank 0 as the number of ranks. */
  private static final class Ring extends Collective {
    private static final int TAG = 9;

    private final int next;
    private final int previous;
    private final long[] token = new long[1];

    Ring(Intracomm world) throws MPIException {
      super("ring", world, Long.BYTES, world.Size());
      next = (rank + 1) % ranks;
      previous = (rank + ranks - 1) % ranks;
    }

    @Override
    void run() throws MPIException {
      if (rank == 0) {
        token[0] = 1;
        world.Send(token, 0, 1, MPI.LONG, next, TAG);
        world.Recv(token, 0, 1, MPI.LONG, previous, TAG);
      } else {
        world.Recv(token, 0, 1, MPI.LONG, previous, TAG);
        token[0]++;
        world.Send(token, 0, 1, MPI.LONG, next, TAG);
      }
    }

    @Override
    void verify(int batch) {
      check(token[0] == (rank == 0 ? ranks : rank + 1), "token", token[0]);
    }
  }
}
