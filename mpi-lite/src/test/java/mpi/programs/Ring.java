package mpi.programs;

import java.io.Serializable;
import mpi.Datatype;
import mpi.Intracomm;
import mpi.MPI;

/** An MPJ program: statics of its own, arguments stripped by Init, objects of its own class. */
public final class Ring {
  private static final Intracomm WORLD = MPI.COMM_WORLD;
  private static int counter;

  /** Every rank has its own class of this name. */
  record Token(int hops) implements Serializable {}

  private Ring() {}

  public static void main(String[] args) {
    String[] own = MPI.Init(args);
    require(own.length == 1 && own[0].equals("hello"), "arguments");
    require(MPI.Initialized() && MPI.isMainThread(), "initialized");
    require(MPI.queryThread() == MPI.THREAD_MULTIPLE, "thread level");
    require(Integer.parseInt(args[0]) == WORLD.Rank(), "MPJ's rank argument");
    require(MPI.COMM_SELF.Size() == 1, "COMM_SELF");
    counter++;
    require(counter == 1, "statics of its own");
    passObject();
    int[] sum = {WORLD.Rank()};
    WORLD.Allreduce(sum, 0, sum, 0, 1, MPI.INT, MPI.SUM);
    require(sum[0] == WORLD.Size() * (WORLD.Size() - 1) / 2, "sum");
    Datatype pair = Datatype.Contiguous(2, MPI.INT);
    require(pair.Extent() == 2, "extent");
    require(MPI.Wtime() > 0 || MPI.Wtick() > 0, "clock");
    require(!MPI.Get_processor_name().isEmpty(), "host name");
    MPI.Finalize();
  }

  private static void passObject() {
    int right = (WORLD.Rank() + 1) % WORLD.Size();
    int left = (WORLD.Rank() + WORLD.Size() - 1) % WORLD.Size();
    Object[] token = {new Token(0)};
    for (int hop = 0; hop < WORLD.Size(); hop++) {
      WORLD.Sendrecv_replace(token, 0, 1, MPI.OBJECT, right, 0, left, 0);
      // Fails if the object came with the class of another rank.
      token[0] = new Token(((Token) token[0]).hops() + 1);
    }
    require(((Token) token[0]).hops() == WORLD.Size(), "hops");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
