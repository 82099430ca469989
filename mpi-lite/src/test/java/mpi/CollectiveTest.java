package mpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every data-moving collective against the obvious computation. */
class CollectiveTest {
  /** One below and one above what the last rank to arrive settles alone. */
  private static final int[] COUNTS = {0, 1, 7, 20_000};

  /** What rank {@code r} has at position {@code i}. */
  private static int value(int rank, int i) {
    return rank * 1_000_000 + i;
  }

  private static int[] dataOf(int rank, int length) {
    return IntStream.range(0, length).map(i -> value(rank, i)).toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void bcastGivesEveryoneTheRootsData(int size) {
    Ranks.runBoth(
        size,
        rank -> {
          for (int count : COUNTS) {
            for (int root = 0; root < size; root++) {
              int[] data = dataOf(rank.number(), count + 1);
              rank.world().Bcast(data, 1, count, Predefined.INT, root);
              int[] expected = dataOf(root, count + 1);
              expected[0] = value(rank.number(), 0);
              assertThat(data).isEqualTo(expected);
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void gatherCollectsAtTheRoot(int size) {
    Ranks.runBoth(
        size,
        rank -> {
          for (int count : COUNTS) {
            int root = size - 1;
            int[] all = rank.number() == root ? new int[size * count] : null;
            int[] mine = dataOf(rank.number(), count);
            rank.world()
                .Gather(mine, 0, count, Predefined.INT, all, 0, count, Predefined.INT, root);
            if (all != null) {
              assertThat(all).isEqualTo(concatenation(size, count));
            }
          }
        });
  }

  private static int[] concatenation(int size, int count) {
    return IntStream.range(0, size).flatMap(r -> Arrays.stream(dataOf(r, count))).toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void scatterDealsTheRootsBlocksOut(int size) {
    Ranks.runBoth(
        size,
        rank -> {
          for (int count : COUNTS) {
            int[] all = rank.number() == 0 ? concatenation(size, count) : null;
            int[] mine = new int[count];
            rank.world().Scatter(all, 0, count, Predefined.INT, mine, 0, count, Predefined.INT, 0);
            assertThat(mine).isEqualTo(dataOf(rank.number(), count));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void allgatherCollectsEverywhere(int size) {
    Ranks.runBoth(
        size,
        rank -> {
          for (int count : COUNTS) {
            int[] all = new int[size * count];
            int[] mine = dataOf(rank.number(), count);
            rank.world().Allgather(mine, 0, count, Predefined.INT, all, 0, count, Predefined.INT);
            assertThat(all).isEqualTo(concatenation(size, count));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void alltoallTransposes(int size) {
    Ranks.runBoth(
        size,
        rank -> {
          for (int count : new int[] {0, 1, 7, 3000}) {
            int[] mine = dataOf(rank.number(), size * count);
            int[] got = new int[size * count];
            rank.world().Alltoall(mine, 0, count, Predefined.INT, got, 0, count, Predefined.INT);
            for (int i = 0; i < got.length; i++) {
              int within = rank.number() * count + i % Math.max(1, count);
              assertThat(got[i]).isEqualTo(value(i / count, within));
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void theUnevenFormsFollowCountsAndDisplacements(int size) {
    Ranks.runBoth(
        size,
        rank -> {
          Intracomm world = rank.world();
          int me = rank.number();
          // Rank r has r items; one item of room before each block.
          int[] counts = IntStream.range(0, size).toArray();
          int[] starts = IntStream.range(0, size).map(r -> r * (r - 1) / 2 + r + 1).toArray();
          int room = size * (size - 1) / 2 + size + 1;
          int[] expected = new int[room];
          for (int r = 0; r < size; r++) {
            System.arraycopy(dataOf(r, r), 0, expected, starts[r], r);
          }
          int[] mine = dataOf(me, me);

          int[] all = new int[room];
          world.Allgatherv(mine, 0, me, Predefined.INT, all, 0, counts, starts, Predefined.INT);
          assertThat(all).isEqualTo(expected);

          int[] atRoot = new int[room];
          world.Gatherv(mine, 0, me, Predefined.INT, atRoot, 0, counts, starts, Predefined.INT, 0);
          assertThat(atRoot).isEqualTo(me == 0 ? expected : new int[room]);

          int[] back = new int[me];
          world.Scatterv(
              expected, 0, counts, starts, Predefined.INT, back, 0, me, Predefined.INT, size - 1);
          assertThat(back).isEqualTo(mine);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void alltoallvMovesADifferentCountBetweenEachPair(int size) {
    Ranks.runBoth(
        size,
        rank -> {
          int me = rank.number();
          // From r to s go r + s items; blocks are 2 * size apart.
          int[] counts = IntStream.range(0, size).map(peer -> me + peer).toArray();
          int[] starts = IntStream.range(0, size).map(peer -> peer * 2 * size).toArray();
          int[] mine = dataOf(me, 2 * size * size);
          int[] got = new int[2 * size * size];
          rank.world()
              .Alltoallv(
                  mine, 0, counts, starts, Predefined.INT, got, 0, counts, starts, Predefined.INT);
          for (int peer = 0; peer < size; peer++) {
            for (int i = 0; i < me + peer; i++) {
              assertThat(got[starts[peer] + i]).isEqualTo(value(peer, me * 2 * size + i));
            }
          }
        });
  }

  @Test
  void sendAndReceiveBufferMayBeOneArray() {
    int size = 3;
    Ranks.runBoth(
        size,
        rank -> {
          int me = rank.number();
          for (int count : COUNTS) {
            int[] all = new int[size * count];
            System.arraycopy(dataOf(me, count), 0, all, me * count, count);
            rank.world()
                .Allgather(all, me * count, count, Predefined.INT, all, 0, count, Predefined.INT);
            assertThat(all).isEqualTo(concatenation(size, count));

            int[] mine = dataOf(me, size * count);
            rank.world().Alltoall(mine, 0, count, Predefined.INT, mine, 0, count, Predefined.INT);
            for (int i = 0; i < mine.length; i++) {
              assertThat(mine[i]).isEqualTo(value(i / count, me * count + i % count));
            }
          }
        });
  }

  @Test
  void typesMayDifferAsLongAsTheElementsAgree() {
    Ranks.run(
        3,
        rank -> {
          Datatype column = Datatype.Vector(4, 1, 3, Predefined.INT);
          int[] mine = dataOf(rank.number(), 4);
          int[] matrix = new int[12];
          // Each rank's row becomes a column: resized by hand, one element apart.
          Datatype narrow =
              Datatype.Struct(
                  new int[] {1, 1}, new int[] {0, 1}, new Datatype[] {column, Predefined.UB});
          assertThat(narrow.Extent()).isEqualTo(1);
          rank.world().Allgather(mine, 0, 4, Predefined.INT, matrix, 0, 1, narrow);
          for (int r = 0; r < 3; r++) {
            for (int i = 0; i < 4; i++) {
              assertThat(matrix[3 * i + r]).isEqualTo(value(r, i));
            }
          }
        });
  }

  @Test
  void objectsTravelThroughEveryExchange() {
    int size = 3;
    Ranks.runBoth(
        size,
        rank -> {
          Intracomm world = rank.world();
          Datatype type = Predefined.OBJECT;
          String me = "rank " + rank.number();
          Object[] one = {rank.number() == 1 ? "root's" : me};
          world.Bcast(one, 0, 1, type, 1);
          assertThat(one).containsExactly("root's");

          String[] all = new String[size];
          world.Allgather(new String[] {me}, 0, 1, type, all, 0, 1, type);
          assertThat(all).containsExactly("rank 0", "rank 1", "rank 2");

          Object[] gathered = new Object[size];
          world.Gather(new Object[] {me}, 0, 1, type, gathered, 0, 1, type, 2);
          assertThat(gathered)
              .isEqualTo(rank.number() == 2 ? new Object[] {all[0], all[1], all[2]} : gathered);

          Object[] mine = new Object[1];
          world.Scatter(all, 0, 1, type, mine, 0, 1, type, 0);
          assertThat(mine).containsExactly(me);

          Object[] pairs = IntStream.range(0, size).mapToObj(r -> me + " to " + r).toArray();
          world.Alltoall(pairs, 0, 1, type, pairs, 0, 1, type);
          for (int r = 0; r < size; r++) {
            assertThat(pairs[r]).isEqualTo("rank " + r + " to " + rank.number());
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 256})
  void manyVirtualRanksMeet(int size) {
    Ranks.runVirtual(
        size,
        rank -> {
          int[] sum = new int[1];
          for (int i = 0; i < 20; i++) {
            rank.world().Barrier();
            rank.world()
                .Allreduce(
                    new int[] {rank.number() + i}, 0, sum, 0, 1, Predefined.INT, Predefined.SUM);
            assertThat(sum[0]).isEqualTo(size * (size - 1) / 2 + size * i);
          }
        });
  }

  @Test
  void nobodyLeavesABarrierBeforeAllHaveCome() {
    int size = 4;
    AtomicInteger entered = new AtomicInteger();
    Ranks.runBoth(
        size,
        rank -> {
          int before = entered.get() / size * size;
          rank.world().Barrier();
          for (int i = 1; i <= 200; i++) {
            entered.incrementAndGet();
            rank.world().Barrier();
            assertThat(entered.get()).isGreaterThanOrEqualTo(before + i * size);
            rank.world().Barrier();
          }
        });
  }

  /** The pieces that other ranks copy for a rank must not touch what lies between its items. */
  @ParameterizedTest
  @ValueSource(ints = {2, 9})
  void aLargeBroadcastReachesRanksWhoseBuffersHaveGaps(int size) {
    int count = 100_000;
    Ranks.runBoth(
        size,
        rank -> {
          boolean hasGaps = rank.number() == 1;
          Datatype spread = Datatype.Vector(count, 1, 2, Predefined.INT);
          spread.Commit();
          int[] data = new int[2 * count];
          if (rank.number() == 0) {
            Arrays.setAll(data, i -> i + 1);
          }
          if (hasGaps) {
            rank.world().Bcast(data, 0, 1, spread, 0);
          } else {
            rank.world().Bcast(data, 0, count, Predefined.INT, 0);
          }
          for (int i = 0; i < count; i++) {
            assertThat(data[hasGaps ? 2 * i : i]).isEqualTo(i + 1);
          }
          if (hasGaps) {
            assertThat(data[1]).isZero();
            assertThat(data[2 * count - 1]).isZero();
          } else if (rank.number() > 0) {
            assertThat(data[count]).isZero();
          }
        });
  }

  /** The short way is for 256 bytes, another one for 4096: both sides of each, and across. */
  @ParameterizedTest
  @CsvSource({
    "7, 8",
    "8, 100",
    "10, 64",
    "60, 70",
    "60, 5000",
    "2000, 3000",
    "0, 4",
    "20000, 30000",
    "100000, 200000"
  })
  void aBroadcastMayBeShorterThanTheRoomForIt(int sent, int room) {
    Ranks.runBoth(
        3,
        rank -> {
          boolean isRoot = rank.number() == 1;
          int[] data = new int[isRoot ? sent : room];
          Arrays.fill(data, rank.number());
          for (int i = 0; i < 3; i++) {
            rank.world().Bcast(data, 0, data.length, Predefined.INT, 1);
          }
          assertThat(Arrays.stream(data).limit(sent)).allMatch(each -> each == 1);
          assertThat(Arrays.stream(data).skip(sent)).allMatch(each -> each == rank.number());
        });
  }

  @ParameterizedTest
  @CsvSource({"8, 7", "100, 8", "5000, 3000"})
  void aBroadcastThatIsLongerThanTheRoomForItIsAnError(int sent, int room) {
    Ranks.run(
        2,
        rank -> {
          int count = rank.number() == 0 ? sent : room;
          assertThatThrownBy(() -> rank.world().Bcast(new int[count], 0, count, Predefined.INT, 0))
              .isInstanceOf(MPIException.class)
              .hasMessage(
                  "The collective calls on MPI.COMM_WORLD do not match: rank 0 called Bcast(root=0,"
                      + " "
                      + sent
                      + " MPI.INT); rank 1 called Bcast(root=0, "
                      + room
                      + " MPI.INT): make the same call with the same root, type, count and"
                      + " operation on every rank");
        });
  }
}
