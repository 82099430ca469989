package mpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Random;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReductionTest {
  private static final int[] COUNTS = {1, 3, 5000, 20_001};

  private static double[] dataOf(int rank, int length) {
    Random random = new Random(rank);
    return random.doubles(length, -1, 1).toArray();
  }

  /** In rank order, as MPI recommends, so that every bit is determined. */
  private static double[] sum(int ranks, int length) {
    double[] total = dataOf(0, length);
    for (int rank = 1; rank < ranks; rank++) {
      double[] next = dataOf(rank, length);
      Arrays.setAll(total, i -> total[i] + next[i]);
    }
    return total;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 14})
  void allreduceGivesEveryoneTheSameBits(int size) {
    Ranks.runBoth(
        size,
        rank -> {
          for (int count : COUNTS) {
            double[] mine = dataOf(rank.number(), count);
            double[] total = new double[count + 1];
            rank.world().Allreduce(mine, 0, total, 1, count, Predefined.DOUBLE, Predefined.SUM);
            assertThat(Arrays.copyOfRange(total, 1, count + 1)).isEqualTo(sum(size, count));
            rank.world().Allreduce(mine, 0, mine, 0, count, Predefined.DOUBLE, Predefined.SUM);
            assertThat(mine).isEqualTo(sum(size, count));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 14})
  void reduceGivesTheRootTheTotalAndTheOthersNothing(int size) {
    Ranks.runBoth(
        size,
        rank -> {
          for (int count : COUNTS) {
            int root = size / 2;
            double[] mine = dataOf(rank.number(), count);
            double[] total = rank.number() == root ? new double[count] : null;
            rank.world().Reduce(mine, 0, total, 0, count, Predefined.DOUBLE, Predefined.SUM, root);
            assertThat(mine).isEqualTo(dataOf(rank.number(), count));
            if (total != null) {
              assertThat(total).isEqualTo(sum(size, count));
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void scanGivesEachRankTheTotalUpToItself(int size) {
    Ranks.runBoth(
        size,
        rank -> {
          for (int count : COUNTS) {
            double[] mine = dataOf(rank.number(), count);
            double[] total = new double[count];
            rank.world().Scan(mine, 0, total, 0, count, Predefined.DOUBLE, Predefined.SUM);
            assertThat(total).isEqualTo(sum(rank.number() + 1, count));
            rank.world().Scan(mine, 0, mine, 0, count, Predefined.DOUBLE, Predefined.SUM);
            assertThat(mine).isEqualTo(total);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void reduceScatterGivesEachRankItsSegment(int size) {
    Ranks.runBoth(
        size,
        rank -> {
          int[] counts = IntStream.range(0, size).map(r -> r * 700).toArray();
          int total = IntStream.of(counts).sum();
          int before = IntStream.range(0, rank.number()).map(r -> counts[r]).sum();
          int own = counts[rank.number()];
          double[] expected = Arrays.copyOfRange(sum(size, total), before, before + own);
          double[] mine = dataOf(rank.number(), total);
          double[] segment = new double[own];
          rank.world()
              .Reduce_scatter(mine, 0, segment, 0, counts, Predefined.DOUBLE, Predefined.SUM);
          assertThat(segment).isEqualTo(expected);
          rank.world().Reduce_scatter(mine, 0, mine, 0, counts, Predefined.DOUBLE, Predefined.SUM);
          assertThat(Arrays.copyOf(mine, own)).isEqualTo(expected);
        });
  }

  @Test
  void everyOperationIsDefinedOnEveryIntegerType() {
    Ranks.run(
        3,
        rank -> {
          integers(rank, Predefined.SUM, Long::sum);
          integers(rank, Predefined.PROD, (a, b) -> a * b);
          integers(rank, Predefined.MAX, Math::max);
          integers(rank, Predefined.MIN, Math::min);
          integers(rank, Predefined.BAND, (a, b) -> a & b);
          integers(rank, Predefined.BOR, (a, b) -> a | b);
          integers(rank, Predefined.BXOR, (a, b) -> a ^ b);
          integers(rank, Predefined.LAND, (a, b) -> a != 0 && b != 0 ? 1 : 0);
          integers(rank, Predefined.LOR, (a, b) -> a != 0 || b != 0 ? 1 : 0);
          integers(rank, Predefined.LXOR, (a, b) -> (a != 0) != (b != 0) ? 1 : 0);
        });
  }

  private static void integers(Ranks.Rank rank, Op op, LongBinaryOperator expected) {
    long[][] inputs = {{0, 1, 6, 100}, {0, 0, 3, 27}, {1, 0, 5, 2}};
    long[] mine = inputs[rank.number()];
    long[] total = new long[4];
    Arrays.setAll(
        total,
        i -> expected.applyAsLong(expected.applyAsLong(inputs[0][i], inputs[1][i]), inputs[2][i]));

    long[] longs = mine.clone();
    rank.world().Allreduce(longs, 0, longs, 0, 4, Predefined.LONG, op);
    assertThat(longs).as(op + " of longs").isEqualTo(total);

    int[] ints = Arrays.stream(mine).mapToInt(value -> (int) value).toArray();
    rank.world().Allreduce(ints, 0, ints, 0, 4, Predefined.INT, op);
    short[] shorts = new short[4];
    char[] chars = new char[4];
    byte[] bytes = new byte[4];
    for (int i = 0; i < 4; i++) {
      shorts[i] = (short) mine[i];
      chars[i] = (char) mine[i];
      bytes[i] = (byte) mine[i];
    }
    rank.world().Allreduce(shorts, 0, shorts, 0, 4, Predefined.SHORT, op);
    rank.world().Allreduce(chars, 0, chars, 0, 4, Predefined.CHAR, op);
    rank.world().Allreduce(bytes, 0, bytes, 0, 4, Predefined.BYTE, op);
    for (int i = 0; i < 4; i++) {
      assertThat(ints[i]).as(op + " of ints").isEqualTo((int) total[i]);
      assertThat(shorts[i]).as(op + " of shorts").isEqualTo((short) total[i]);
      assertThat(chars[i]).as(op + " of chars").isEqualTo((char) total[i]);
      assertThat(bytes[i]).as(op + " of bytes").isEqualTo((byte) total[i]);
    }
  }

  @Test
  void floatsAndBooleansHaveTheirOperations() {
    Ranks.run(
        2,
        rank -> {
          float[] floats = {rank.number() + 1.5f, 3};
          rank.world().Allreduce(floats, 0, floats, 0, 2, Predefined.FLOAT, Predefined.PROD);
          assertThat(floats).containsExactly(3.75f, 9);
          boolean[] flags = {true, rank.number() == 0};
          boolean[] and = new boolean[2];
          rank.world().Allreduce(flags, 0, and, 0, 2, Predefined.BOOLEAN, Predefined.LAND);
          assertThat(and).containsExactly(true, false);
          rank.world().Allreduce(flags, 0, and, 0, 2, Predefined.BOOLEAN, Predefined.LXOR);
          assertThat(and).containsExactly(false, true);
          rank.world().Allreduce(flags, 0, and, 0, 2, Predefined.BOOLEAN, Predefined.LOR);
          assertThat(and).containsExactly(true, true);
        });
  }

  @Test
  void theExtremeIsLocatedAtTheLowestIndexThatHasIt() {
    Ranks.runBoth(
        3,
        rank -> {
          int me = rank.number();
          int[] mine = {me == 0 ? 1 : 9, me, 4, 10 + me};
          int[] found = new int[4];
          rank.world().Allreduce(mine, 0, found, 0, 2, Predefined.INT2, Predefined.MAXLOC);
          assertThat(found).containsExactly(9, 1, 4, 10);
          double[] pairs = {-me, me};
          rank.world().Allreduce(pairs, 0, pairs, 0, 1, Predefined.DOUBLE2, Predefined.MINLOC);
          assertThat(pairs).containsExactly(-2, 2);
          int[] many = new int[20_000];
          Arrays.setAll(many, i -> i % 2 == 0 ? (me == 1 ? 5 : 0) : me);
          rank.world()
              .Allreduce(many, 0, many, 0, many.length / 2, Predefined.INT2, Predefined.MAXLOC);
          for (int i = 0; i < many.length; i += 2) {
            assertThat(many[i]).isEqualTo(5);
            assertThat(many[i + 1]).isEqualTo(1);
          }
        });
  }

  @Test
  void gapsOfADerivedTypeAreLeftAlone() {
    Ranks.run(
        2,
        rank -> {
          Datatype everySecond = Datatype.Vector(3, 1, 2, Predefined.INT);
          int[] mine = {1, 50, 2, 50, 3};
          int[] total = {0, -1, 0, -1, 0};
          rank.world().Allreduce(mine, 0, total, 0, 1, everySecond, Predefined.SUM);
          assertThat(total).containsExactly(2, -1, 4, -1, 6);
          rank.world().Scan(mine, 0, total, 0, 1, everySecond, Predefined.SUM);
          int factor = rank.number() + 1;
          assertThat(total).containsExactly(factor, -1, 2 * factor, -1, 3 * factor);
        });
  }

  /** Not commutative: (a, b) then (c, d) as affine maps. */
  private static final class Compose extends User_function {
    @Override
    public void Call(Object in, int i, Object inout, int j, int count, Datatype type) {
      long[] a = (long[]) in;
      long[] b = (long[]) inout;
      for (int k = 0; k < 2 * count; k += 2) {
        long factor = a[i + k] * b[j + k];
        long shift = a[i + k] * b[j + k + 1] + a[i + k + 1];
        b[j + k] = factor;
        b[j + k + 1] = shift;
      }
    }
  }

  private static long[] composed(int ranks) {
    long[] total = {1, 0};
    for (int rank = 0; rank < ranks; rank++) {
      total = new long[] {total[0] * (rank + 2), total[0] * (rank + 1) + total[1]};
    }
    return total;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void aUserOperationIsAppliedInRankOrder(int size) {
    Ranks.runBoth(
        size,
        rank -> {
          Op op = new Op(new Compose(), false);
          int me = rank.number();
          long[] mine = {me + 2, me + 1};
          long[] total = new long[2];
          rank.world().Allreduce(mine, 0, total, 0, 1, Predefined.LONG2, op);
          assertThat(total).isEqualTo(composed(size));
          rank.world().Scan(mine, 0, total, 0, 1, Predefined.LONG2, op);
          assertThat(total).isEqualTo(composed(me + 1));
          long[] atRoot = me == 0 ? new long[2] : null;
          rank.world().Reduce(mine, 0, atRoot, 0, 1, Predefined.LONG2, op, 0);
          if (atRoot != null) {
            assertThat(atRoot).isEqualTo(composed(size));
          }
          int[] counts = new int[size];
          counts[size - 1] = 1;
          long[] segment = new long[2];
          rank.world().Reduce_scatter(mine, 0, segment, 0, counts, Predefined.LONG2, op);
          assertThat(segment).isEqualTo(me == size - 1 ? composed(size) : new long[2]);
          rank.world().Allreduce(mine, 0, mine, 0, 1, Predefined.LONG2, op);
          assertThat(mine).isEqualTo(composed(size));
        });
  }

  private record Text(String value) implements Serializable {}

  @Test
  void aUserOperationReducesObjectsInArraysOfTheProgramsOwnType() {
    Ranks.runBoth(
        3,
        rank -> {
          Op join =
              new Op(
                  new User_function() {
                    @Override
                    public void Call(
                        Object in, int i, Object inout, int j, int count, Datatype type) {
                      Text[] a = (Text[]) in;
                      Text[] b = (Text[]) inout;
                      b[j] = new Text(a[i].value() + b[j].value());
                    }
                  },
                  false);
          Text[] mine = {new Text("<" + rank.number() + ">")};
          Object[] total = new Object[1];
          rank.world().Allreduce(mine, 0, total, 0, 1, Predefined.OBJECT, join);
          assertThat(total).containsExactly(new Text("<0><1><2>"));
        });
  }

  @Test
  void aUserOperationThatThrowsIsToldToEveryRank() {
    Ranks.runBoth(
        3,
        rank -> {
          Op failing =
              new Op(
                  new User_function() {
                    @Override
                    public void Call(
                        Object in, int i, Object inout, int j, int count, Datatype type) {
                      throw new IllegalStateException("no such thing");
                    }
                  },
                  true);
          int[] total = new int[1];
          assertThatThrownBy(
                  () -> rank.world().Reduce(new int[1], 0, total, 0, 1, Predefined.INT, failing, 1))
              .isInstanceOf(MPIException.class)
              .hasMessage(
                  "Reduce(root=1, 1 MPI.INT, a user Op) on MPI.COMM_WORLD failed on rank 1:"
                      + " java.lang.IllegalStateException: no such thing")
              .satisfies(
                  error -> assertThat(error.getCause() != null).isEqualTo(rank.number() == 1));
          rank.world().Barrier();
        });
  }

  /** Enough ranks for several to be added at a time, and one to be left over. */
  @Test
  void sumsOfManyRanksAreRightForEveryType() {
    int size = 14;
    int count = 10_001;
    int total = size * (size - 1) / 2;
    Ranks.runVirtual(
        size,
        rank -> {
          int me = rank.number();
          int[] ints = IntStream.range(0, count).map(i -> i + me).toArray();
          long[] longs = IntStream.of(ints).asLongStream().toArray();
          float[] floats = new float[count];
          Arrays.fill(floats, me);
          short[] shorts = new short[count];
          Arrays.fill(shorts, (short) me);
          Intracomm world = rank.world();
          world.Allreduce(ints, 0, ints, 0, count, Predefined.INT, Predefined.SUM);
          world.Allreduce(longs, 0, longs, 0, count, Predefined.LONG, Predefined.SUM);
          world.Allreduce(floats, 0, floats, 0, count, Predefined.FLOAT, Predefined.SUM);
          world.Allreduce(shorts, 0, shorts, 0, count, Predefined.SHORT, Predefined.SUM);
          assertThat(longs)
              .isEqualTo(
                  IntStream.range(0, count).mapToLong(i -> (long) i * size + total).toArray());
          assertThat(IntStream.of(ints).asLongStream().toArray()).isEqualTo(longs);
          assertThat(floats).containsOnly((float) total);
          assertThat(shorts).containsOnly((short) total);
        });
  }
}
