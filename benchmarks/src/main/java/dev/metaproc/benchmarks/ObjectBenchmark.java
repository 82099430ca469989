package dev.metaproc.benchmarks;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import mpi.Intracomm;
import mpi.MPI;
import mpi.MPIException;

/**
 * Two ranks: half round trip of a list of small records sent as one object. MPJ Express runs the
 * same class.
 *
 * {@snippet lang="shell" :
 * mpiexec -n 2 java -cp benchmarks/target/classes dev.metaproc.benchmarks.ObjectBenchmark
 * }
 */
public final class ObjectBenchmark {
  private static final int RECORDS = 1000;
  private static final int TAG = 3;

  private ObjectBenchmark() {}

  /** What programs send each other: a few numbers and a name. */
  record Particle(int number, double mass, double speed, String name) implements Serializable {}

  public static void main(String[] args) throws MPIException {
    String[] own = MPI.Init(args);
    Intracomm world = MPI.COMM_WORLD;
    if (world.Size() != 2) {
      System.err.println("objects: " + world.Size() + " ranks: it takes 2 (mpiexec -n 2)");
      world.Abort(2);
    }
    new Batches(world, own).measure(new RecordList(world));
    MPI.Finalize();
  }

  private static final class RecordList extends Operation {
    private final Intracomm world;
    private final int rank;
    private final Object[] outgoing = new Object[1];
    private final Object[] incoming = new Object[1];

    RecordList(Intracomm world) throws MPIException {
      super("objects", RECORDS, 2);
      this.world = world;
      this.rank = world.Rank();
    }

    @Override
    void prepare(int batch) {
      List<Particle> particles = new ArrayList<>();
      for (int i = 0; i < RECORDS; i++) {
        particles.add(new Particle(i, batch, i * 0.5, "particle " + i));
      }
      outgoing[0] = particles;
      incoming[0] = "nothing yet";
    }

    @Override
    void run() throws MPIException {
      if (rank == 0) {
        world.Send(outgoing, 0, 1, MPI.OBJECT, 1, TAG);
        world.Recv(incoming, 0, 1, MPI.OBJECT, 1, TAG);
      } else {
        world.Recv(incoming, 0, 1, MPI.OBJECT, 0, TAG);
        world.Send(outgoing, 0, 1, MPI.OBJECT, 0, TAG);
      }
    }

    @Override
    void verify(int batch) {
      List<?> received = (List<?>) incoming[0];
      check(received.equals(outgoing[0]), "list", received.size());
    }
  }
}
