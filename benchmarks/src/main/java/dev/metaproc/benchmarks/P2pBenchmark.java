package dev.metaproc.benchmarks;

import java.util.Arrays;
import mpi.Intracomm;
import mpi.MPI;
import mpi.MPIException;
import mpi.Request;

/**
 * Two ranks: half round trip of a message, and time per message with 64 in flight. The twin of
 * {@code benchmarks/c/p2p.c}, which says what the three measurements mean.
 *
 * {@snippet lang="shell" :
 * mpiexec -n 2 java -cp benchmarks/target/classes dev.metaproc.benchmarks.P2pBenchmark [budget_ms]
 * }
 */
public final class P2pBenchmark {
  private static final int TAG = 7;
  private static final int LARGEST = 4 << 20;
  private static final int[] CLEAN = {
    0, 8, 64, 1 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20
  };
  private static final int[] DIRTY = {1 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20};

  private P2pBenchmark() {}

  public static void main(String[] args) throws MPIException {
    String[] own = MPI.Init(args);
    Intracomm world = MPI.COMM_WORLD;
    if (world.Size() != 2) {
      System.err.println("p2p: " + world.Size() + " ranks: it takes 2 (mpiexec -n 2)");
      world.Abort(2);
    }
    Batches batches = new Batches(world, own);
    for (int bytes : CLEAN) {
      batches.measure(new Clean(world, bytes));
    }
    for (int bytes : DIRTY) {
      batches.measure(new Dirty(world, bytes));
    }
    batches.measure(new MessageRate(world));
    MPI.Finalize();
  }

  /** Two buffers and the way there and back. */
  private abstract static class PingPong extends Operation {
    final Intracomm world;
    final int rank;
    final byte[] outgoing = new byte[LARGEST];
    final byte[] incoming = new byte[LARGEST];

    PingPong(String name, Intracomm world, int bytes) throws MPIException {
      super(name, bytes, 2);
      this.world = world;
      this.rank = world.Rank();
    }

    final void send() throws MPIException {
      world.Send(outgoing, 0, bytes(), MPI.BYTE, 1 - rank, TAG);
    }

    final void receive() throws MPIException {
      world.Recv(incoming, 0, bytes(), MPI.BYTE, 1 - rank, TAG);
    }
  }

  /** The buffers are written once per batch: what the library costs. */
  private static final class Clean extends PingPong {
    Clean(Intracomm world, int bytes) throws MPIException {
      super("pingpong", world, bytes);
    }

    @Override
    void prepare(int batch) {
      for (int i = 0; i < bytes(); i++) {
        outgoing[i] = pattern(rank, batch, i);
      }
      Arrays.fill(incoming, 0, bytes(), (byte) 0);
    }

    @Override
    void run() throws MPIException {
      if (rank == 0) {
        send();
        receive();
      } else {
        receive();
        send();
      }
    }

    @Override
    void verify(int batch) {
      for (int i = 0; i < bytes(); i++) {
        check(incoming[i] == pattern(1 - rank, batch, i), "byte", i);
      }
    }

    private static byte pattern(int sender, int batch, int i) {
      return (byte) (i * 31 + batch * 7 + sender);
    }
  }

  /** The sender refills the buffer before every send: what a program sees with something to say. */
  private static final class Dirty extends PingPong {
    private byte fill;

    Dirty(Intracomm world, int bytes) throws MPIException {
      super("pingpong_dirty", world, bytes);
    }

    @Override
    void prepare(int batch) {
      fill = 0;
    }

    @Override
    void run() throws MPIException {
      fill++;
      if (rank == 0) {
        Arrays.fill(outgoing, 0, bytes(), fill);
        send();
        receive();
      } else {
        receive();
        Arrays.fill(outgoing, 0, bytes(), fill);
        send();
      }
      check(incoming[0] == fill && incoming[bytes() - 1] == fill, "fill byte", fill);
    }

    @Override
    void verify(int batch) {
      for (int i = 0; i < bytes(); i++) {
        check(incoming[i] == fill, "byte", i);
      }
    }
  }

  /** Windows of 64 messages of one {@code long}, each window acknowledged. */
  private static final class MessageRate extends Operation {
    private static final int WINDOW = 64;

    private final Intracomm world;
    private final int rank;
    private final long[] words = new long[WINDOW];
    private final Request[] requests = new Request[WINDOW];
    private long said;

    MessageRate(Intracomm world) throws MPIException {
      super("message_rate", Long.BYTES, WINDOW);
      this.world = world;
      this.rank = world.Rank();
    }

    @Override
    void run() throws MPIException {
      if (rank == 0) {
        for (int i = 0; i < WINDOW; i++) {
          words[i] = said++;
          requests[i] = world.Isend(words, i, 1, MPI.LONG, 1, TAG);
        }
        Request.Waitall(requests);
        world.Recv(words, 0, 0, MPI.LONG, 1, TAG);
      } else {
        for (int i = 0; i < WINDOW; i++) {
          requests[i] = world.Irecv(words, i, 1, MPI.LONG, 0, TAG);
        }
        Request.Waitall(requests);
        world.Send(words, 0, 0, MPI.LONG, 0, TAG);
        for (int i = 0; i < WINDOW; i++) {
          check(words[i] == said++, "message", i);
        }
      }
    }
  }
}
