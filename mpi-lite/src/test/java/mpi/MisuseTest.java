package mpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.JobOptions;
import java.nio.ByteBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every error gives value, rule and cure. */
class MisuseTest {
  private static void failing(ErrorClass kind, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(MPIException.class)
        .hasMessage(message)
        .satisfies(
            error -> assertThat(((MPIException) error).getErrorClass()).isEqualTo(kind.number()));
  }

  private static void send(
      Intracomm comm, @Nullable Object buffer, int offset, int count, int dest, int tag) {
    comm.Send(buffer, offset, count, Predefined.INT, dest, tag);
  }

  /** What programs that do not check for null can pass. */
  @SuppressWarnings("NullAway")
  private static final Datatype NO_TYPE = null;

  @SuppressWarnings("NullAway")
  private static final Op NO_OP = null;

  @Test
  void ofRanksAndTags() {
    Ranks.run(
        4,
        rank -> {
          Intracomm world = rank.world();
          int[] data = new int[1];
          failing(
              ErrorClass.RANK,
              "Send: destination 7 is not a rank of MPI.COMM_WORLD (size 4): use 0..3,"
                  + " MPI.PROC_NULL",
              () -> send(world, data, 0, 1, 7, 0));
          failing(
              ErrorClass.RANK,
              "Send: destination -1 is not a rank of MPI.COMM_WORLD (size 4): use 0..3,"
                  + " MPI.PROC_NULL",
              () -> send(world, data, 0, 1, MPI.ANY_SOURCE, 0));
          failing(
              ErrorClass.TAG,
              "Send: tag -1 is negative: use 0 or more",
              () -> send(world, data, 0, 1, 0, MPI.ANY_TAG));
          failing(
              ErrorClass.RANK,
              "Irecv: source 4 is not a rank of MPI.COMM_WORLD (size 4): use 0..3,"
                  + " MPI.ANY_SOURCE, MPI.PROC_NULL",
              () -> world.Irecv(data, 0, 1, Predefined.INT, 4, 0));
          failing(
              ErrorClass.TAG,
              "Recv: tag -5 is negative: use 0 or more, MPI.ANY_TAG",
              () -> world.Recv(data, 0, 1, Predefined.INT, 0, -5));
          failing(
              ErrorClass.RANK,
              "Probe: source -9 is not a rank of MPI.COMM_WORLD (size 4): use 0..3,"
                  + " MPI.ANY_SOURCE, MPI.PROC_NULL",
              () -> world.Probe(-9, 0));
          failing(
              ErrorClass.ROOT,
              "Bcast: root 4 is not a rank of MPI.COMM_WORLD (size 4): use 0..3",
              () -> world.Bcast(data, 0, 1, Predefined.INT, 4));
          failing(
              ErrorClass.ROOT,
              "Reduce: root -1 is not a rank of MPI.COMM_WORLD (size 4): use 0..3",
              () -> world.Reduce(data, 0, data, 0, 1, Predefined.INT, Predefined.SUM, -1));
        });
  }

  @Test
  void ofBuffers() {
    Ranks.run(
        1,
        rank -> {
          Intracomm world = rank.world();
          int[] data = new int[10];
          failing(
              ErrorClass.COUNT,
              "Send: count -1 is negative: use 0 or more",
              () -> send(world, data, 0, -1, 0, 0));
          failing(
              ErrorClass.BUFFER,
              "Send: offset -3 is negative: use 0 or more",
              () -> send(world, data, -3, 1, 0, 0));
          failing(
              ErrorClass.BUFFER,
              "Send: the buffer is null: pass an int[] for MPI.INT",
              () -> send(world, null, 0, 1, 0, 0));
          failing(
              ErrorClass.BUFFER,
              "Send: a buffer of type double[] cannot hold MPI.INT: pass an int[] for MPI.INT",
              () -> send(world, new double[1], 0, 1, 0, 0));
          failing(
              ErrorClass.BUFFER,
              "Send: 4 items of MPI.INT at offset 8 touch elements 8..11 of an int[] of length 10:"
                  + " use a smaller count or a longer array",
              () -> send(world, data, 8, 4, 0, 0));
          failing(
              ErrorClass.BUFFER,
              "Recv: 1 item of Vector(2, 1, -4, MPI.INT) at offset 3 touches elements -1..3 of an"
                  + " int[] of length 10: use a smaller count or a longer array",
              () -> world.Recv(data, 3, 1, Datatype.Vector(2, 1, -4, Predefined.INT), 0, 0));
          failing(
              ErrorClass.BUFFER,
              "Gather: 11 items of MPI.INT at offset 0 touch elements 0..10 of an int[] of length"
                  + " 10: use a smaller count or a longer array",
              () ->
                  world.Gather(new int[11], 0, 11, Predefined.INT, data, 0, 11, Predefined.INT, 0));
          failing(
              ErrorClass.ARG,
              "Gatherv: the array of displacements is null: pass one entry for each of the 1 ranks",
              () ->
                  world.Gatherv(
                      data, 0, 1, Predefined.INT, data, 0, new int[1], null, Predefined.INT, 0));
          failing(
              ErrorClass.ARG,
              "Alltoallv: the array of counts has length 0: pass one entry for each of the 1"
                  + " ranks",
              () ->
                  world.Alltoallv(
                      data,
                      0,
                      new int[0],
                      new int[1],
                      Predefined.INT,
                      data,
                      0,
                      new int[1],
                      new int[1],
                      Predefined.INT));
          failing(
              ErrorClass.TYPE,
              "Send: the datatype is null: pass MPI.INT or another type",
              () -> world.Send(data, 0, 1, NO_TYPE, 0, 0));
        });
  }

  @Test
  void ofMessagesThatDoNotFitTheReceive() {
    Ranks.runBoth(
        2,
        rank -> {
          Intracomm world = rank.world();
          for (int length : new int[] {10, 50_000}) {
            if (rank.number() == 1) {
              send(world, new int[length], 0, length, 0, 5);
              send(world, new int[length], 0, length, 0, 6);
              continue;
            }
            failing(
                ErrorClass.TRUNCATE,
                "Recv: the message of "
                    + length
                    + " MPI.INT from rank 1 with tag 5 does not fit into 4 MPI.INT: receive with"
                    + " room for at least "
                    + length,
                () -> world.Recv(new int[4], 0, 4, Predefined.INT, MPI.ANY_SOURCE, 5));
            failing(
                ErrorClass.TYPE,
                "Recv: rank 1 sent "
                    + length
                    + " MPI.INT with tag 6, but the receive buffer is MPI.DOUBLE: use the same"
                    + " datatype on both sides",
                () -> world.Recv(new double[4], 0, 4, Predefined.DOUBLE, 1, 6));
          }
        });
  }

  @Test
  void aReceiveMayAskForMoreThanItsBufferHoldsUntilSuchAMessageComes() {
    Ranks.runBoth(
        2,
        rank -> {
          Intracomm world = rank.world();
          if (rank.number() == 1) {
            send(world, new int[] {7, 8}, 0, 2, 0, 5);
            send(world, new int[] {7, 8}, 0, 2, 0, 6);
            send(world, new int[0], 0, 0, 0, 7);
            return;
          }
          int[] three = new int[3];
          assertThat(world.Recv(three, 1, 100, Predefined.INT, 1, 5).count).isEqualTo(2);
          assertThat(three).containsExactly(0, 7, 8);
          failing(
              ErrorClass.TRUNCATE,
              "Recv: the message of 2 MPI.INT from rank 1 with tag 6 does not fit into 1 MPI.INT:"
                  + " receive with room for at least 2",
              () -> world.Recv(three, 2, 100, Predefined.INT, 1, 6));
          assertThat(world.Recv(new int[0], 0, 1, Predefined.INT, 1, 7).count).isZero();
        });
  }

  @Test
  void waitallThrowsTheFirstErrorAfterAllAreComplete() {
    Ranks.run(
        2,
        rank -> {
          if (rank.number() == 1) {
            for (int tag = 0; tag < 3; tag++) {
              send(rank.world(), new int[] {1, 2}, 0, 2, 0, tag);
            }
            return;
          }
          int[] good = new int[2];
          Request[] requests = {
            rank.world().Irecv(new int[1], 0, 1, Predefined.INT, 1, 0),
            rank.world().Irecv(good, 0, 2, Predefined.INT, 1, 1),
            rank.world().Irecv(new int[1], 0, 1, Predefined.INT, 1, 2)
          };
          assertThatThrownBy(() -> Request.Waitall(requests))
              .hasMessageStartingWith("Irecv: the message of 2 MPI.INT from rank 1 with tag 0")
              .satisfies(error -> assertThat(error.getSuppressed()).hasSize(1));
          assertThat(good).containsExactly(1, 2);
          assertThat(requests).allMatch(Request::Is_null);
        });
  }

  @Test
  void aSendrecvThatCannotSendTakesNoMessage() {
    Ranks.run(
        1,
        rank -> {
          int[] value = new int[1];
          failing(
              ErrorClass.RANK,
              "Sendrecv_replace: destination 1 is not a rank of MPI.COMM_WORLD (size 1): use 0,"
                  + " MPI.PROC_NULL",
              () -> rank.world().Sendrecv_replace(value, 0, 1, Predefined.INT, 1, 0, 0, 0));
          send(rank.world(), new int[] {7}, 0, 1, 0, 0);
          rank.world().Recv(value, 0, 1, Predefined.INT, 0, 0);
          assertThat(value).containsExactly(7);
        });
  }

  @Test
  void ofOperations() {
    Ranks.run(
        1,
        rank -> {
          Intracomm world = rank.world();
          double[] data = new double[1];
          boolean[] flag = new boolean[1];
          failing(
              ErrorClass.OP,
              "Allreduce: MPI.BAND is not defined for MPI.DOUBLE: use an integer type, or MPI.LAND,"
                  + " MPI.LOR, MPI.LXOR for booleans",
              () -> world.Allreduce(data, 0, data, 0, 1, Predefined.DOUBLE, Predefined.BAND));
          failing(
              ErrorClass.OP,
              "Scan: MPI.SUM is not defined for MPI.BOOLEAN: use a number type or an Op of your"
                  + " own",
              () -> world.Scan(flag, 0, flag, 0, 1, Predefined.BOOLEAN, Predefined.SUM));
          failing(
              ErrorClass.OP,
              "Reduce: MPI.MAXLOC is not defined for MPI.DOUBLE: use a pair type such as MPI.INT2",
              () -> world.Reduce(data, 0, data, 0, 1, Predefined.DOUBLE, Predefined.MAXLOC, 0));
          failing(
              ErrorClass.OP,
              "Allreduce: MPI.LAND is not defined for MPI.DOUBLE: use MPI.BOOLEAN or an integer"
                  + " type",
              () -> world.Allreduce(data, 0, data, 0, 1, Predefined.DOUBLE, Predefined.LAND));
          failing(
              ErrorClass.OP,
              "Scan: the operation is null: pass MPI.SUM or another Op",
              () -> world.Scan(data, 0, data, 0, 1, Predefined.DOUBLE, NO_OP));
          failing(
              ErrorClass.OP,
              "free: MPI.SUM is predefined: free only an Op of your own",
              Predefined.SUM::free);
          failing(
              ErrorClass.COUNT,
              "Reduce_scatter: count -2 is negative: use 0 or more",
              () ->
                  world.Reduce_scatter(
                      data, 0, data, 0, new int[] {-2}, Predefined.DOUBLE, Predefined.SUM));
          failing(
              ErrorClass.ARG,
              "Reduce_scatter: the array of counts has length 0: pass one entry for each of the 1"
                  + " ranks",
              () ->
                  world.Reduce_scatter(
                      data, 0, data, 0, new int[0], Predefined.DOUBLE, Predefined.SUM));
          Op freed =
              new Op(
                  new User_function() {
                    @Override
                    public void Call(
                        Object in, int i, Object inout, int j, int count, Datatype type) {}
                  },
                  true);
          freed.free();
          failing(
              ErrorClass.OP,
              "Scan: the Op was freed: use it before free() only",
              () -> world.Scan(data, 0, data, 0, 1, Predefined.DOUBLE, freed));
          failing(ErrorClass.OP, "free: the Op was freed: free it once", freed::free);
        });
  }

  @Test
  void ofTheLifeCycle() {
    MpiJob job = MpiJob.create(1, (rank, code, reason) -> {}, JobOptions.defaults());
    MpiProcess process = job.process(0, false, () -> null);
    Intracomm world = process.world();
    assertThat(process.isInitialized()).isFalse();
    failing(
        ErrorClass.OTHER, "Rank: MPI is not initialized: call MPI.Init(args) first", world::Rank);
    failing(
        ErrorClass.OTHER,
        "Send: MPI is not initialized: call MPI.Init(args) first",
        () -> send(world, new int[1], 0, 1, 0, 0));
    failing(
        ErrorClass.OTHER,
        "Finalize: MPI is not initialized: call MPI.Init(args) first",
        process::finish);
    process.init(new String[0]);
    failing(
        ErrorClass.OTHER,
        "Init: MPI was initialized before: call MPI.Init(args) once",
        () -> process.init(new String[0]));
    process.finish();
    assertThat(process.isInitialized()).isTrue();
    failing(
        ErrorClass.OTHER,
        "Barrier: MPI is finalized: make this call before MPI.Finalize()",
        world::Barrier);
    failing(
        ErrorClass.OTHER,
        "Finalize: MPI is finalized: make this call before MPI.Finalize()",
        process::finish);
  }

  @Test
  void ofFreedCommunicators() {
    Ranks.run(
        1,
        rank -> {
          Intracomm copy = rank.world().clone();
          copy.Free();
          failing(
              ErrorClass.COMM,
              "Barrier: communicator 1 (clone of MPI.COMM_WORLD) was freed: use it before Free()"
                  + " only",
              copy::Barrier);
          failing(
              ErrorClass.COMM,
              "Send: communicator 1 (clone of MPI.COMM_WORLD) was freed: use it before Free()"
                  + " only",
              () -> send(copy, new int[1], 0, 1, 0, 0));
          failing(
              ErrorClass.COMM,
              "Free: MPI.COMM_WORLD cannot be freed: free what you made of it",
              () -> rank.world().Free());
        });
  }

  @Test
  void ofFreedGroups() {
    Ranks.run(
        1,
        rank -> {
          Group freed = rank.world().getGroup();
          Group alive = rank.world().getGroup();
          freed.free();
          String cure = ": the group was freed: use it before free() only";
          failing(ErrorClass.GROUP, "Union" + cure, () -> Group.union(alive, freed));
          failing(ErrorClass.GROUP, "Compare" + cure, () -> Group.compare(freed, alive));
          failing(ErrorClass.GROUP, "Size" + cure, freed::getSize);
          failing(ErrorClass.GROUP, "Incl" + cure, () -> freed.incl(new int[0]));
          failing(
              ErrorClass.GROUP,
              "Range_excl" + cure,
              () -> freed.rangeExcl(new int[][] {{0, 0, 1}}));
          failing(ErrorClass.GROUP, "Create" + cure, () -> rank.world().create(freed));
          failing(ErrorClass.GROUP, "free" + cure, freed::free);
          Predefined.GROUP_EMPTY.free();
          assertThat(Predefined.GROUP_EMPTY.getSize()).isZero();
        });
  }

  @Test
  void ofWhatPersistentRequestsOutlive() {
    Ranks.run(
        1,
        rank -> {
          Intracomm freed = rank.world().dup();
          freed.free();
          failing(
              ErrorClass.COMM,
              "bcastInit: communicator 1 (clone of MPI.COMM_WORLD) was freed: use it before Free()"
                  + " only",
              () -> freed.bcastInit(new int[1], 1, Predefined.INT, 0));
          String cure = ": the request was freed: use it before free() only";
          PartitionedRequest parts =
              rank.world().psendInit(new int[2], 2, 1, Predefined.INT, MPI.PROC_NULL, 0);
          parts.free();
          failing(ErrorClass.REQUEST, "Start" + cure, parts::start);
          failing(ErrorClass.REQUEST, "pready" + cure, () -> parts.pready(0));
          failing(ErrorClass.REQUEST, "parrived" + cure, () -> parts.parrived(0));
        });
  }

  @Test
  void ofMoreRanksThanCanBeSpawned() {
    Ranks.run(
        1,
        rank ->
            failing(
                ErrorClass.SPAWN,
                "spawn: 2147483647 ranks are more than 65535: start fewer",
                () ->
                    rank.world()
                        .spawn("Main", null, Integer.MAX_VALUE, Predefined.INFO_NULL, 0, null)));
  }

  @Test
  void ofBufferedSends() {
    Ranks.run(
        1,
        rank -> {
          int[] data = new int[25];
          failing(
              ErrorClass.BUFFER,
              "Bsend: no buffer is attached: call MPI.Buffer_attach(buffer) first",
              () -> rank.world().Bsend(data, 0, 25, Predefined.INT, 0, 0));
          failing(
              ErrorClass.BUFFER,
              "Buffer_detach: no buffer is attached: call MPI.Buffer_attach(buffer) first",
              () -> rank.process().detachBuffer());
          failing(
              ErrorClass.BUFFER,
              "Buffer_attach: the buffer is null: pass a ByteBuffer",
              () -> rank.process().attachBuffer(null));
          ByteBuffer buffer = ByteBuffer.allocate(400);
          rank.process().attachBuffer(buffer);
          failing(
              ErrorClass.BUFFER,
              "Buffer_attach: a buffer is attached already: call MPI.Buffer_detach() first",
              () -> rank.process().attachBuffer(buffer));
          rank.world().Bsend(data, 0, 25, Predefined.INT, 0, 0);
          failing(
              ErrorClass.BUFFER,
              "Bsend: 100 bytes and 128 of overhead do not fit into the attached buffer (400 bytes,"
                  + " 228 in use): attach a larger one with MPI.Buffer_attach",
              () -> rank.world().Bsend(data, 0, 25, Predefined.INT, 0, 0));
          rank.world().Recv(data, 0, 25, Predefined.INT, 0, 0);
          rank.world().Bsend(data, 0, 25, Predefined.INT, 0, 0);
          rank.world().Recv(data, 0, 25, Predefined.INT, 0, 0);
          assertThat(rank.process().detachBuffer()).isSameAs(buffer);
        });
  }

  @Nested
  class BetweenRanks {
    private void everyoneIsTold(String message, Ranks.Body call) {
      Ranks.runBoth(
          3,
          rank -> {
            failing(ErrorClass.OTHER, message, () -> call.run(rank));
            // The communicator is still good.
            int[] sum = {1};
            rank.world().Allreduce(sum, 0, sum, 0, 1, Predefined.INT, Predefined.SUM);
            assertThat(sum[0]).isEqualTo(3);
          });
    }

    private static final String CURE =
        ": make the same call with the same root, type, count and operation on every rank";

    @Test
    void differentCollectives() {
      everyoneIsTold(
          "The collective calls on MPI.COMM_WORLD do not match: ranks 0, 2 called Barrier(); rank 1"
              + " called Bcast(root=0, 4 MPI.INT)"
              + CURE,
          rank -> {
            if (rank.number() == 1) {
              rank.world().Bcast(new int[4], 0, 4, Predefined.INT, 0);
            } else {
              rank.world().Barrier();
            }
          });
    }

    @Test
    void differentRoots() {
      everyoneIsTold(
          "The collective calls on MPI.COMM_WORLD do not match: rank 0 called Bcast(root=0, 1"
              + " MPI.INT); rank 1 called Bcast(root=1, 1 MPI.INT); rank 2 called Bcast(root=2, 1"
              + " MPI.INT)"
              + CURE,
          rank -> rank.world().Bcast(new int[1], 0, 1, Predefined.INT, rank.number()));
    }

    @Test
    void differentCounts() {
      everyoneIsTold(
          "The collective calls on MPI.COMM_WORLD do not match: ranks 0, 1 called Allreduce(2"
              + " MPI.INT, MPI.SUM); rank 2 called Allreduce(3 MPI.INT, MPI.SUM)"
              + CURE,
          rank -> {
            int count = rank.number() == 2 ? 3 : 2;
            int[] data = new int[count];
            rank.world().Allreduce(data, 0, data, 0, count, Predefined.INT, Predefined.SUM);
          });
    }

    @Test
    void differentTypesAndOperations() {
      everyoneIsTold(
          "The collective calls on MPI.COMM_WORLD do not match: rank 0 called Scan(1 MPI.LONG,"
              + " MPI.MAX); rank 1 called Scan(1 MPI.LONG, MPI.MIN); rank 2 called Scan(1"
              + " MPI.FLOAT, MPI.MAX)"
              + CURE,
          rank -> {
            Op op = rank.number() == 1 ? Predefined.MIN : Predefined.MAX;
            if (rank.number() == 2) {
              rank.world().Scan(new float[1], 0, new float[1], 0, 1, Predefined.FLOAT, op);
            } else {
              rank.world().Scan(new long[1], 0, new long[1], 0, 1, Predefined.LONG, op);
            }
          });
    }

    @Test
    void countsThatOnlyTheRootHas() {
      everyoneIsTold(
          "Gatherv(root=0, MPI.INT) on MPI.COMM_WORLD failed on rank 1: rank 1 sends 2 MPI.INT"
              + " where rank 0 receives 1 MPI.INT: use the same type and count on both sides",
          rank ->
              rank.world()
                  .Gatherv(
                      new int[2],
                      0,
                      rank.number() == 1 ? 2 : 1,
                      Predefined.INT,
                      new int[3],
                      0,
                      new int[] {1, 1, 1},
                      new int[] {0, 1, 2},
                      Predefined.INT,
                      0));
    }

    @Test
    void differentGroups() {
      everyoneIsTold(
          "Create(): rank 0 passes [0] but rank 2 passes [2]: pass the same on every rank",
          rank -> {
            int[] members = {rank.number() == 2 ? 2 : 0};
            rank.world().Create(rank.world().Group().Incl(members));
          });
    }
  }

  @Test
  void ofTwoThreadsInCollectivesOfOneCommunicator() {
    Ranks.run(
        2,
        rank -> {
          if (rank.number() == 0) {
            Thread other = Thread.ofPlatform().start(rank.world()::Barrier);
            Awaitility.await().until(() -> rank.job().describeWait(0) != null);
            failing(
                ErrorClass.COMM,
                "Barrier(): rank 0 is already in a collective of MPI.COMM_WORLD on another thread:"
                    + " let one thread at a time call collectives on a communicator",
                rank.world()::Barrier);
            rank.world().Send(new int[1], 0, 1, Predefined.INT, 1, 0);
            other.join();
          } else {
            rank.world().Recv(new int[1], 0, 1, Predefined.INT, 0, 0);
            rank.world().Barrier();
          }
        });
  }
}
