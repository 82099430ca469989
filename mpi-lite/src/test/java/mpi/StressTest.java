package mpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random traffic whose order every receiver checks. The seed is printed; run with {@code
 * -Dmpi.seed=...} to repeat.
 */
class StressTest {
  private static final int EAGER_INTS = 64 * 1024 / Integer.BYTES;
  private static final int TAGS = 3;

  private static long seed(String test) {
    long seed = Long.getLong("mpi.seed", System.nanoTime());
    System.out.println(test + ": -Dmpi.seed=" + seed);
    return seed;
  }

  /** Small ones, and sizes on both sides of the eager limit. */
  private static int randomLength(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> EAGER_INTS + random.nextInt(5) - 2;
      case 1 -> random.nextInt(2000) + 1;
      default -> random.nextInt(8) + 1;
    };
  }

  @ParameterizedTest
  @CsvSource({"2, 400", "4, 200", "16, 60", "64, 15"})
  void noMessageIsLostDoubledOrOvertaken(int size, int messages) {
    long seed = seed("noMessageIsLostDoubledOrOvertaken");
    Ranks.Body body = rank -> exchange(rank, messages, new Random(seed + rank.number()));
    Ranks.runVirtual(size, body);
    Ranks.runOnJdkScheduler(size, body);
    if (size <= 16) {
      Ranks.run(size, body);
    }
  }

  /** Sends {@code messages} to random ranks with Isend while receiving with wildcards or not. */
  private static void exchange(Ranks.Rank rank, int messages, Random random) {
    int size = rank.size();
    int[] destinations = random.ints(messages, 0, size).toArray();
    int[] perPeer = new int[size];
    for (int each : destinations) {
      perPeer[each]++;
    }
    int[] fromPeer = new int[size];
    rank.world().Alltoall(perPeer, 0, 1, Predefined.INT, fromPeer, 0, 1, Predefined.INT);
    int left = Arrays.stream(fromPeer).sum();

    int[][] nextTo = new int[size][TAGS];
    int[][] nextFrom = new int[size][TAGS];
    Deque<Request> sends = new ArrayDeque<>();
    int[] room = new int[EAGER_INTS + 10];
    int sent = 0;
    while (sent < messages || left > 0) {
      // Whoever waited with sends left to make could wait in a circle.
      boolean maySend = sent < messages;
      if (maySend
          && (random.nextBoolean() || rank.world().Iprobe(MPI.ANY_SOURCE, MPI.ANY_TAG) == null)) {
        sends.add(send(rank, destinations[sent++], nextTo, random));
      } else {
        int source = maySend ? MPI.ANY_SOURCE : anySourceOrOne(fromPeer, random);
        Status status = receive(rank, room, source, nextFrom, random);
        fromPeer[status.source]--;
        left--;
      }
    }
    Request.Waitall(sends.toArray(Request[]::new));
    rank.world().Barrier();
    assertThat(rank.world().Iprobe(MPI.ANY_SOURCE, MPI.ANY_TAG)).isNull();
  }

  private static Request send(Ranks.Rank rank, int to, int[][] next, Random random) {
    int tag = random.nextInt(TAGS);
    int[] data = new int[randomLength(random)];
    Arrays.fill(data, next[to][tag]++);
    return switch (random.nextInt(4)) {
      case 0 -> rank.world().Issend(data, 0, data.length, Predefined.INT, to, tag);
      default -> rank.world().Isend(data, 0, data.length, Predefined.INT, to, tag);
    };
  }

  private static int anySourceOrOne(int[] fromPeer, Random random) {
    int candidate = random.nextInt(fromPeer.length);
    return fromPeer[candidate] > 0 && random.nextBoolean() ? candidate : MPI.ANY_SOURCE;
  }

  private static Status receive(
      Ranks.Rank rank, int[] room, int source, int[][] next, Random random) {
    Status status =
        random.nextInt(4) == 0
            ? probeThenReceive(rank, room, source)
            : rank.world().Recv(room, 0, room.length, Predefined.INT, source, MPI.ANY_TAG);
    int expected = next[status.source][status.tag]++;
    for (int i = 0; i < status.count; i++) {
      if (room[i] != expected) {
        throw new AssertionError(
            "from " + status.source + ": " + room[i] + " at " + i + " instead of " + expected);
      }
    }
    return status;
  }

  private static Status probeThenReceive(Ranks.Rank rank, int[] room, int source) {
    Status probed = rank.world().Probe(source, MPI.ANY_TAG);
    Status status =
        rank.world().Recv(room, 0, room.length, Predefined.INT, probed.source, probed.tag);
    assertThat(status.count).isEqualTo(probed.count);
    return status;
  }

  @Test
  void collectivesAndMessagesMix() {
    long seed = seed("collectivesAndMessagesMix");
    Ranks.runBoth(
        5,
        rank -> {
          // The same sequence of collectives everywhere, on two communicators.
          Random common = new Random(seed);
          Intracomm other = rank.world().clone();
          int right = (rank.number() + 1) % 5;
          int left = (rank.number() + 4) % 5;
          for (int round = 0; round < 200; round++) {
            Intracomm comm = common.nextBoolean() ? other : rank.world();
            int length = randomLength(common);
            int[] from = new int[length];
            int[] mine = new int[length];
            Arrays.fill(mine, rank.number() + round);
            Request receive = comm.Irecv(from, 0, length, Predefined.INT, left, round);
            Request send = comm.Isend(mine, 0, length, Predefined.INT, right, round);
            collective(comm, rank.number(), common.nextInt(4), length);
            send.Wait();
            receive.Wait();
            assertThat(from).containsOnly(left + round);
          }
        });
  }

  private static void collective(Intracomm comm, int me, int kind, int length) {
    int[] data = new int[length];
    Arrays.fill(data, me);
    switch (kind) {
      case 0 -> comm.Barrier();
      case 1 -> {
        comm.Bcast(data, 0, length, Predefined.INT, 3);
        assertThat(data).containsOnly(3);
      }
      case 2 -> {
        comm.Allreduce(data, 0, data, 0, length, Predefined.INT, Predefined.SUM);
        assertThat(data).containsOnly(10);
      }
      default -> {
        comm.Scan(data, 0, data, 0, length, Predefined.INT, Predefined.SUM);
        assertThat(data).containsOnly(me * (me + 1) / 2);
      }
    }
  }

  @Test
  void threadsOfARankShareItsMessages() {
    int threads = 4;
    int each = 200;
    Ranks.runBoth(
        2,
        rank -> {
          List<Thread> workers = new ArrayList<>();
          int[] received = new int[threads];
          for (int t = 0; t < threads; t++) {
            int thread = t;
            workers.add(
                Thread.ofVirtual()
                    .start(
                        () -> {
                          int[] value = new int[1];
                          for (int i = 0; i < each; i++) {
                            int[] data = {i};
                            rank.world().Send(data, 0, 1, Predefined.INT, 1 - rank.number(), 0);
                            rank.world()
                                .Recv(value, 0, 1, Predefined.INT, MPI.ANY_SOURCE, MPI.ANY_TAG);
                            received[thread]++;
                          }
                        }));
          }
          for (Thread worker : workers) {
            worker.join();
          }
          assertThat(received).containsOnly(each);
          rank.world().Barrier();
          assertThat(rank.world().Iprobe(MPI.ANY_SOURCE, MPI.ANY_TAG)).isNull();
        });
  }
}
