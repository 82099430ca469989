package dev.metaproc.benchmarks;

import mpi.Intracomm;
import mpi.MPI;
import mpi.MPIException;

/**
 * Barrier and allreduce of 8 bytes with as many ranks as wanted, far more than there are cores.
 *
 * {@snippet lang="shell" :
 * mpiexec -n 1000 java -cp benchmarks/target/classes dev.metaproc.benchmarks.ManyRanksBenchmark
 * }
 */
public final class ManyRanksBenchmark {
  private ManyRanksBenchmark() {}

  public static void main(String[] args) throws MPIException {
    String[] own = MPI.Init(args);
    Intracomm world = MPI.COMM_WORLD;
    Batches batches = new Batches(world, own);
    batches.measure(new Barrier(world));
    batches.measure(new Allreduce(world));
    MPI.Finalize();
  }

  private static final class Barrier extends Operation {
    private final Intracomm world;

    Barrier(Intracomm world) {
      super("barrier", 0, 1);
      this.world = world;
    }

    @Override
    void run() throws MPIException {
      world.Barrier();
    }
  }

  private static final class Allreduce extends Operation {
    private final Intracomm world;
    private final double[] addend;
    private final double[] sum = new double[1];

    Allreduce(Intracomm world) throws MPIException {
      super("allreduce", Double.BYTES, 1);
      this.world = world;
      this.addend = new double[] {world.Rank()};
    }

    @Override
    void run() throws MPIException {
      world.Allreduce(addend, 0, sum, 0, 1, MPI.DOUBLE, MPI.SUM);
    }

    @Override
    void verify(int batch) throws MPIException {
      double ranks = world.Size();
      check(sum[0] == ranks * (ranks - 1) / 2, "sum", batch);
    }
  }
}
