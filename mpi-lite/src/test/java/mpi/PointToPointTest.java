package mpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointToPointTest {
  private static final int EAGER_DOUBLES = 64 * 1024 / Double.BYTES;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, EAGER_DOUBLES, EAGER_DOUBLES + 1, 300_000})
  void aMessageOfAnySizeArrivesWhole(int length) {
    Ranks.runBoth(
        2,
        rank -> {
          double[] data = new double[length + 2];
          if (rank.number() == 0) {
            Arrays.setAll(data, i -> i);
            rank.world().Send(data, 1, length, Predefined.DOUBLE, 1, 7);
          } else {
            Status status = rank.world().Recv(data, 1, length, Predefined.DOUBLE, 0, 7);
            double[] expected = IntStream.range(0, length + 2).asDoubleStream().toArray();
            expected[0] = 0;
            expected[length + 1] = 0;
            assertThat(data).isEqualTo(expected);
            assertThat(status.source).isZero();
            assertThat(status.tag).isEqualTo(7);
            assertThat(status.count).isEqualTo(length);
            assertThat(status.numEls).isEqualTo(length);
            assertThat(status.countInBytes).isEqualTo(length * Double.BYTES);
            assertThat(status.Get_count(Predefined.DOUBLE)).isEqualTo(length);
          }
        });
  }

  @Test
  void everyElementTypeTravels() {
    Ranks.run(
        2,
        rank -> {
          roundTrip(rank, Predefined.BYTE, new byte[] {1, 2}, new byte[2]);
          roundTrip(rank, Predefined.CHAR, new char[] {'a', 'b'}, new char[2]);
          roundTrip(rank, Predefined.SHORT, new short[] {3, 4}, new short[2]);
          roundTrip(rank, Predefined.BOOLEAN, new boolean[] {true, false}, new boolean[2]);
          roundTrip(rank, Predefined.INT, new int[] {5, 6}, new int[2]);
          roundTrip(rank, Predefined.LONG, new long[] {7, 8}, new long[2]);
          roundTrip(rank, Predefined.FLOAT, new float[] {9, 10}, new float[2]);
          roundTrip(rank, Predefined.DOUBLE, new double[] {11, 12}, new double[2]);
          roundTrip(rank, Predefined.PACKED, new byte[] {13, 14}, new byte[2]);
          roundTrip(rank, Predefined.OBJECT, new Object[] {"x", null}, new Object[2]);
          roundTrip(rank, Predefined.OBJECT, new String[] {"y", "z"}, new String[2]);
        });
  }

  private static void roundTrip(Ranks.Rank rank, Datatype type, Object sent, Object room) {
    if (rank.number() == 0) {
      rank.world().Send(sent, 0, 2, type, 1, 0);
    } else {
      rank.world().Recv(room, 0, 2, type, 0, 0);
      assertThat(room).isEqualTo(sent);
    }
  }

  @Test
  void anEagerSendDoesNotWaitAndItsBufferMayBeReusedAtOnce() {
    Ranks.runBoth(
        2,
        rank -> {
          double[] data = new double[EAGER_DOUBLES];
          int peer = 1 - rank.number();
          Arrays.fill(data, rank.number() + 1);
          rank.world().Send(data, 0, data.length, Predefined.DOUBLE, peer, 0);
          Arrays.fill(data, -1);
          rank.world().Recv(data, 0, data.length, Predefined.DOUBLE, peer, 0);
          assertThat(data).containsOnly(peer + 1);
        });
  }

  @Test
  void aSynchronousSendCompletesOnlyWhenItIsMatched() {
    Ranks.runBoth(
        2,
        rank -> {
          int[] token = new int[1];
          if (rank.number() == 0) {
            Request send = rank.world().Issend(new int[] {42}, 0, 1, Predefined.INT, 1, 1);
            // Everything rank 1 does before its receive cannot complete the send.
            for (int i = 0; i < 100; i++) {
              assertThat(send.Test()).isNull();
            }
            rank.world().Send(token, 0, 1, Predefined.INT, 1, 2);
            send.Wait();
            assertThat(send.Is_null()).isTrue();
          } else {
            rank.world().Recv(token, 0, 1, Predefined.INT, 0, 2);
            rank.world().Recv(token, 0, 1, Predefined.INT, 0, 1);
            assertThat(token).containsExactly(42);
          }
        });
  }

  @Test
  void aLargeSendCompletesWhileTheReceiverComputesIfItsReceiveIsPosted() {
    CountDownLatch sent = new CountDownLatch(1);
    Ranks.run(
        2,
        rank -> {
          double[] data = new double[2 * EAGER_DOUBLES];
          int[] ready = new int[1];
          if (rank.number() == 0) {
            rank.world().Recv(ready, 0, 1, Predefined.INT, 1, 0);
            Arrays.fill(data, 3);
            rank.world().Send(data, 0, data.length, Predefined.DOUBLE, 1, 0);
            sent.countDown();
          } else {
            Request receive = rank.world().Irecv(data, 0, data.length, Predefined.DOUBLE, 0, 0);
            rank.world().Send(ready, 0, 1, Predefined.INT, 0, 0);
            sent.await();
            receive.Wait();
            assertThat(data).containsOnly(3);
          }
        });
  }

  @Test
  void messagesOfOneSenderDoNotOvertakeEachOther() {
    Ranks.runBoth(
        3,
        rank -> {
          int messages = 500;
          if (rank.number() > 0) {
            for (int i = 0; i < messages; i++) {
              rank.world().Send(new int[] {i}, 0, 1, Predefined.INT, 0, i % 3);
            }
          } else {
            int[] next = new int[3];
            int[] value = new int[1];
            for (int i = 0; i < 2 * messages; i++) {
              Status status =
                  rank.world().Recv(value, 0, 1, Predefined.INT, MPI.ANY_SOURCE, MPI.ANY_TAG);
              assertThat(value[0]).isEqualTo(next[status.source]++);
              assertThat(status.tag).isEqualTo(value[0] % 3);
            }
          }
        });
  }

  @Test
  void receivesPostedEarlierMatchFirst() {
    Ranks.runBoth(
        2,
        rank -> {
          if (rank.number() == 1) {
            int[][] into = new int[4][1];
            Request[] requests = new Request[4];
            for (int i = 0; i < 4; i++) {
              int tag = i % 2 == 0 ? MPI.ANY_TAG : 5;
              requests[i] = rank.world().Irecv(into[i], 0, 1, Predefined.INT, 0, tag);
            }
            rank.world().Barrier();
            Request.Waitall(requests);
            assertThat(into).isEqualTo(new int[][] {{0}, {1}, {2}, {3}});
          } else {
            rank.world().Barrier();
            for (int i = 0; i < 4; i++) {
              rank.world().Send(new int[] {i}, 0, 1, Predefined.INT, 1, 5);
            }
          }
        });
  }

  @Test
  void tagsAndSourcesSelectMessages() {
    Ranks.run(
        3,
        rank -> {
          int[] value = new int[1];
          if (rank.number() == 0) {
            rank.world().Recv(value, 0, 1, Predefined.INT, 2, 9);
            assertThat(value[0]).isEqualTo(209);
            rank.world().Recv(value, 0, 1, Predefined.INT, MPI.ANY_SOURCE, 8);
            assertThat(value[0] % 100).isEqualTo(8);
            rank.world().Recv(value, 0, 1, Predefined.INT, 1, MPI.ANY_TAG);
            assertThat(value[0] / 100).isEqualTo(1);
          } else {
            int me = rank.number() * 100;
            rank.world().Send(new int[] {me + 8}, 0, 1, Predefined.INT, 0, 8);
            rank.world().Send(new int[] {me + 9}, 0, 1, Predefined.INT, 0, 9);
          }
        });
  }

  @Test
  void communicatorsDoNotMixTheirMessages() {
    Ranks.run(
        2,
        rank -> {
          Intracomm copy = rank.world().clone();
          int[] value = new int[1];
          if (rank.number() == 0) {
            rank.world().Send(new int[] {1}, 0, 1, Predefined.INT, 1, 0);
            copy.Send(new int[] {2}, 0, 1, Predefined.INT, 1, 0);
          } else {
            copy.Recv(value, 0, 1, Predefined.INT, MPI.ANY_SOURCE, MPI.ANY_TAG);
            assertThat(value[0]).isEqualTo(2);
            rank.world().Recv(value, 0, 1, Predefined.INT, MPI.ANY_SOURCE, MPI.ANY_TAG);
            assertThat(value[0]).isEqualTo(1);
          }
        });
  }

  @Test
  void aRankMaySendToItself() {
    Ranks.run(
        1,
        rank -> {
          int[] value = new int[1];
          rank.world().Send(new int[] {5}, 0, 1, Predefined.INT, 0, 0);
          rank.world().Recv(value, 0, 1, Predefined.INT, 0, 0);
          assertThat(value[0]).isEqualTo(5);
          Request big = rank.process().self().Irecv(value, 0, 1, Predefined.INT, 0, 0);
          rank.process().self().Ssend(new int[] {6}, 0, 1, Predefined.INT, 0, 0);
          big.Wait();
          assertThat(value[0]).isEqualTo(6);
        });
  }

  @Test
  void sendrecvPassesARingOfAnySizeRound() {
    Ranks.runBoth(
        5,
        rank -> {
          int right = (rank.number() + 1) % 5;
          int left = (rank.number() + 4) % 5;
          for (int length : new int[] {1, 50_000}) {
            int[] mine = new int[length];
            int[] theirs = new int[length];
            Arrays.fill(mine, rank.number());
            Status status =
                rank.world()
                    .Sendrecv(
                        mine,
                        0,
                        length,
                        Predefined.INT,
                        right,
                        1,
                        theirs,
                        0,
                        length,
                        Predefined.INT,
                        left,
                        1);
            assertThat(theirs).containsOnly(left);
            assertThat(status.source).isEqualTo(left);
            rank.world().Sendrecv_replace(mine, 0, length, Predefined.INT, right, 2, left, 2);
            assertThat(mine).containsOnly(left);
          }
        });
  }

  @Test
  void transfersWithNobodyDoNothing() {
    Ranks.run(
        1,
        rank -> {
          int[] value = {8};
          Intracomm world = rank.world();
          world.Send(value, 0, 1, Predefined.INT, MPI.PROC_NULL, 0);
          world.Ssend(value, 0, 1, Predefined.INT, MPI.PROC_NULL, 0);
          world.Isend(value, 0, 1, Predefined.INT, MPI.PROC_NULL, 0).Wait();
          Status status = world.Recv(value, 0, 1, Predefined.INT, MPI.PROC_NULL, 3);
          assertThat(value).containsExactly(8);
          assertThat(status.source).isEqualTo(MPI.PROC_NULL);
          assertThat(status.tag).isEqualTo(MPI.ANY_TAG);
          assertThat(status.Get_count(Predefined.INT)).isZero();
          assertThat(world.Probe(MPI.PROC_NULL, 0).source).isEqualTo(MPI.PROC_NULL);
        });
  }

  @Test
  void aProbeTellsTheSizeAndLeavesTheMessage() {
    Ranks.runBoth(
        2,
        rank -> {
          if (rank.number() == 0) {
            rank.world().Barrier();
            rank.world().Send(new int[12], 0, 12, Predefined.INT, 1, 4);
          } else {
            assertThat(rank.world().Iprobe(0, MPI.ANY_TAG)).isNull();
            rank.world().Barrier();
            Status status = rank.world().Probe(MPI.ANY_SOURCE, 4);
            int count = status.Get_count(Predefined.INT);
            assertThat(count).isEqualTo(12);
            assertThat(status.Get_count(Predefined.INT2)).isEqualTo(6);
            assertThat(rank.world().Iprobe(0, 4)).isNotNull();
            rank.world().Recv(new int[count], 0, count, Predefined.INT, status.source, 4);
            assertThat(rank.world().Iprobe(0, 4)).isNull();
          }
        });
  }

  @Test
  void pollingRanksLetTheOthersRun() {
    int size = 16;
    Ranks.runVirtual(
        size,
        rank -> {
          int[] value = new int[1];
          if (rank.number() == size - 1) {
            for (int peer = 0; peer < size - 1; peer++) {
              rank.world().Send(new int[] {peer}, 0, 1, Predefined.INT, peer, 0);
              rank.world().Send(new int[] {peer}, 0, 1, Predefined.INT, peer, 1);
            }
          } else {
            while (rank.world().Iprobe(size - 1, 0) == null) {
              Thread.onSpinWait();
            }
            Request request = rank.world().Irecv(value, 0, 1, Predefined.INT, size - 1, 1);
            while (request.Test() == null) {
              Thread.onSpinWait();
            }
            assertThat(value[0]).isEqualTo(rank.number());
          }
        });
  }

  @Test
  void anInterruptedReceiveStillReceivesAndKeepsTheInterrupt() {
    Ranks.runBoth(
        2,
        rank -> {
          int[] value = new int[1];
          if (rank.number() == 0) {
            Thread.currentThread().interrupt();
            rank.world().Recv(value, 0, 1, Predefined.INT, 1, 0);
            assertThat(value[0]).isEqualTo(3);
            assertThat(Thread.interrupted()).isTrue();
          } else {
            Awaitility.await().until(() -> rank.job().describeWait(0) != null);
            rank.world().Send(new int[] {3}, 0, 1, Predefined.INT, 0, 0);
          }
        });
  }

  @Test
  void aWaitingRankCanBeAskedWhatItWaitsFor() {
    Ranks.run(
        4,
        rank -> {
          int[] value = new int[1];
          Intracomm world = rank.world();
          switch (rank.number()) {
            case 0 -> {
              awaitWait(rank, 1, "Recv(source=0, tag=5, MPI.COMM_WORLD)");
              awaitWait(rank, 2, "Probe(source=MPI.ANY_SOURCE, tag=MPI.ANY_TAG, MPI.COMM_WORLD)");
              awaitWait(rank, 3, "Ssend(dest=0, tag=6, MPI.COMM_WORLD)");
              world.Send(value, 0, 1, Predefined.INT, 1, 5);
              world.Send(value, 0, 1, Predefined.INT, 2, 5);
              world.Recv(value, 0, 1, Predefined.INT, 3, 6);
              awaitWait(rank, 1, "Barrier() on MPI.COMM_WORLD, 3 of 4 ranks there");
              world.Barrier();
            }
            case 1 -> {
              world.Recv(value, 0, 1, Predefined.INT, 0, 5);
              world.Barrier();
            }
            case 2 -> {
              world.Probe(MPI.ANY_SOURCE, MPI.ANY_TAG);
              world.Barrier();
            }
            default -> {
              world.Ssend(value, 0, 1, Predefined.INT, 0, 6);
              world.Barrier();
            }
          }
        });
  }

  private static void awaitWait(Ranks.Rank rank, int peer, String expected) {
    Awaitility.await()
        .untilAsserted(() -> assertThat(rank.job().describeWait(peer)).isEqualTo(expected));
  }

  @Nested
  class WithSeveralThreadsPerRank {
    @Test
    void eachThreadGetsItsOwnMessages() {
      Ranks.run(
          2,
          rank -> {
            int threads = 4;
            int messages = 300;
            Ranks.Body worker =
                thread -> {
                  int tag = thread.number();
                  int[] value = new int[1];
                  for (int i = 0; i < messages; i++) {
                    if (rank.number() == 0) {
                      rank.world().Send(new int[] {i}, 0, 1, Predefined.INT, 1, tag);
                      rank.world().Recv(value, 0, 1, Predefined.INT, 1, tag);
                    } else {
                      rank.world().Recv(value, 0, 1, Predefined.INT, 0, tag);
                      rank.world().Send(value, 0, 1, Predefined.INT, 0, tag);
                    }
                    assertThat(value[0]).isEqualTo(i);
                  }
                };
            Ranks.run(threads, worker);
          });
    }
  }
}
