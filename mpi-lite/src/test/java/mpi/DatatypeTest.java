package mpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatatypeTest {
  private static int[] numbers(int length) {
    return IntStream.range(0, length).toArray();
  }

  /** Sends {@code numbers} with one type and receives them with another into zeros. */
  private static void transfer(
      Datatype sent, int sentCount, Datatype received, int count, int... expected) {
    Ranks.run(
        2,
        rank -> {
          if (rank.number() == 0) {
            rank.world().Send(numbers(20), 0, sentCount, sent, 1, 0);
          } else {
            int[] into = new int[expected.length];
            rank.world().Recv(into, 0, count, received, 0, 0);
            assertThat(into).containsExactly(expected);
          }
        });
  }

  @Test
  void contiguousItemsFollowEachOther() {
    Datatype triple = Datatype.Contiguous(3, Predefined.INT);
    triple.Commit();
    assertThat(triple.Size()).isEqualTo(3);
    assertThat(triple.Extent()).isEqualTo(3);
    transfer(triple, 2, Predefined.INT, 6, 0, 1, 2, 3, 4, 5);
  }

  @Test
  void aVectorHasAStrideInItems() {
    Datatype vector = Datatype.Vector(3, 2, 4, Predefined.INT);
    assertThat(vector.Size()).isEqualTo(6);
    assertThat(vector.Extent()).isEqualTo(10);
    assertThat(vector.Lb()).isZero();
    assertThat(vector.Ub()).isEqualTo(10);
    transfer(vector, 1, Predefined.INT, 6, 0, 1, 4, 5, 8, 9);
    transfer(Predefined.INT, 6, vector, 1, 0, 1, 0, 0, 2, 3, 0, 0, 4, 5);
    transfer(vector, 2, Predefined.INT, 12, 0, 1, 4, 5, 8, 9, 10, 11, 14, 15, 18, 19);
  }

  @Test
  void aVectorOfPairsStridesOverPairsAndAnHvectorOverElements() {
    transfer(Datatype.Vector(2, 1, 3, Predefined.INT2), 1, Predefined.INT, 4, 0, 1, 6, 7);
    transfer(Datatype.Hvector(2, 1, 3, Predefined.INT2), 1, Predefined.INT, 4, 0, 1, 3, 4);
  }

  @Test
  void aNegativeStrideGoesBackwards() {
    Datatype backwards = Datatype.Vector(3, 1, -2, Predefined.INT);
    assertThat(backwards.Lb()).isEqualTo(-4);
    assertThat(backwards.Ub()).isEqualTo(1);
    Ranks.run(
        2,
        rank -> {
          if (rank.number() == 0) {
            rank.world().Send(numbers(5), 4, 1, backwards, 1, 0);
          } else {
            int[] into = new int[3];
            rank.world().Recv(into, 0, 3, Predefined.INT, 0, 0);
            assertThat(into).containsExactly(4, 2, 0);
          }
        });
  }

  @Test
  void indexedBlocksKeepTheirOrder() {
    int[] lengths = {2, 0, 1};
    int[] starts = {5, 99, 1};
    Datatype indexed = Datatype.Indexed(lengths, starts, Predefined.INT);
    assertThat(indexed.Lb()).isEqualTo(1);
    assertThat(indexed.Ub()).isEqualTo(7);
    assertThat(indexed.Extent()).isEqualTo(6);
    transfer(indexed, 1, Predefined.INT, 3, 5, 6, 1);
    transfer(
        Datatype.Indexed(new int[] {1, 1}, new int[] {2, 0}, Predefined.INT2),
        1,
        Predefined.INT,
        4,
        4,
        5,
        0,
        1);
    transfer(
        Datatype.Hindexed(new int[] {1, 1}, new int[] {3, 0}, Predefined.INT2),
        1,
        Predefined.INT,
        4,
        3,
        4,
        0,
        1);
  }

  @Test
  void aStructJoinsTypesOfOneBase() {
    Datatype struct =
        Datatype.Struct(
            new int[] {1, 2},
            new int[] {0, 4},
            new Datatype[] {Predefined.INT, Datatype.Vector(2, 1, 2, Predefined.INT)});
    assertThat(struct.Size()).isEqualTo(5);
    transfer(struct, 1, Predefined.INT, 5, 0, 4, 6, 7, 9);
  }

  @Test
  void markersSetTheBoundsOfAStruct() {
    Datatype padded =
        Datatype.Struct(
            new int[] {1, 1, 1},
            new int[] {-1, 0, 3},
            new Datatype[] {Predefined.LB, Predefined.INT, Predefined.UB});
    assertThat(padded.Lb()).isEqualTo(-1);
    assertThat(padded.Ub()).isEqualTo(3);
    transfer(padded, 3, Predefined.INT, 3, 0, 4, 8);
  }

  @Test
  void anEmptyTypeMovesNothing() {
    Datatype nothing = Datatype.Contiguous(0, Predefined.INT);
    assertThat(nothing.Size()).isZero();
    assertThat(nothing.Extent()).isZero();
    transfer(nothing, 5, Predefined.INT, 2, 0, 0);
  }

  @Test
  void objectsMayBePickedByADerivedType() {
    Ranks.run(
        2,
        rank -> {
          Datatype everySecond = Datatype.Vector(2, 1, 2, Predefined.OBJECT);
          if (rank.number() == 0) {
            rank.world().Send(new Object[] {"a", "b", "c"}, 0, 1, everySecond, 1, 0);
          } else {
            Object[] into = new Object[3];
            Status status = rank.world().Recv(into, 0, 1, everySecond, 0, 0);
            assertThat(into).containsExactly("a", null, "c");
            assertThat(status.count).isEqualTo(1);
            assertThat(status.numEls).isEqualTo(2);
          }
        });
  }

  @Test
  void aPartlyFilledTypeHasNoWholeCount() {
    Ranks.run(
        2,
        rank -> {
          Datatype triple = Datatype.Contiguous(3, Predefined.INT);
          if (rank.number() == 0) {
            rank.world().Send(numbers(4), 0, 4, Predefined.INT, 1, 0);
          } else {
            Status status = rank.world().Recv(new int[6], 0, 2, triple, 0, 0);
            assertThat(status.Get_count(triple)).isEqualTo(MPI.UNDEFINED);
            assertThat(status.count).isEqualTo(MPI.UNDEFINED);
            assertThat(status.Get_elements(triple)).isEqualTo(4);
          }
        });
  }

  @Test
  void largeDerivedDataIsCopiedElementByElement() {
    Ranks.runBoth(
        2,
        rank -> {
          int length = 40_000;
          Datatype even = Datatype.Vector(length, 1, 2, Predefined.INT);
          if (rank.number() == 0) {
            rank.world().Send(numbers(2 * length), 0, 1, even, 1, 0);
          } else {
            int[] into = new int[2 * length];
            rank.world().Recv(into, 1, 1, even, 0, 0);
            for (int i = 0; i < length; i++) {
              assertThat(into[2 * i + 1]).isEqualTo(2 * i);
            }
          }
        });
  }

  @Test
  void misuseIsExplained() {
    failing(
        () -> Datatype.Contiguous(-1, Predefined.INT),
        "Contiguous: count -1 is negative: use 0 or more");
    failing(
        () -> Datatype.Vector(1, -2, 1, Predefined.INT),
        "Vector: count -2 is negative: use 0 or more");
    failing(
        () -> Datatype.Indexed(new int[1], new int[2], Predefined.INT),
        "Indexed: 1 blocklengths but 2 displacements: pass arrays of the same length");
    failing(
        () ->
            Datatype.Struct(
                new int[] {1, 1}, new int[2], new Datatype[] {Predefined.INT, Predefined.LONG}),
        "Struct: the types have different base types, MPI.INT and MPI.LONG: a Java array holds one"
            + " type, use one");
    failing(
        () -> Datatype.createVector(3, 1, 1L << 62, Predefined.INT),
        "Vector(3, 1, 4611686018427387904, MPI.INT) is too large (long overflow): use smaller"
            + " counts or displacements, or several items of a smaller type");
    failing(Predefined.INT::free, "free: MPI.INT is predefined: free only derived types");
    Datatype freed = Datatype.Contiguous(2, Predefined.INT);
    freed.free();
    failing(
        freed::Extent,
        "Extent: the datatype Contiguous(2, MPI.INT) was freed: use it before free() only");
  }

  private static void failing(Runnable call, String message) {
    assertThatThrownBy(call::run).isInstanceOf(MPIException.class).hasMessage(message);
  }

  /** As a C program would pass an address inside its array. */
  @Test
  void displacementsMayLeadBeforeASlice() {
    Ranks.run(
        1,
        rank -> {
          Datatype backwards = Datatype.Vector(3, 1, -1, Predefined.INT);
          IntBuffer direct =
              ByteBuffer.allocateDirect(24).order(ByteOrder.nativeOrder()).asIntBuffer();
          int[] heap = {0, 1, 2, 3, 4, 5};
          direct.put(0, heap);
          int[] got = new int[3];
          byte[] packed = new byte[12];
          for (IntBuffer slice : List.of(direct.slice(4, 2), IntBuffer.wrap(heap, 4, 2).slice())) {
            rank.world().pack(slice, 1, backwards, packed, 0);
            rank.world().unpack(packed, 0, got, 3, Predefined.INT);
            assertThat(got).containsExactly(4, 3, 2);
          }
          rank.world().unpack(packed, 0, direct.slice(2, 4), 1, backwards);
          assertThat(direct.get(0)).isEqualTo(2);
          assertThat(direct.get(2)).isEqualTo(4);
          assertThatThrownBy(() -> rank.world().pack(direct.slice(1, 5), 1, backwards, packed, 0))
              .hasMessage(
                  "pack: 1 item of Vector(3, 1, -1, MPI.INT) at offset 0 touches elements -2..0 of"
                      + " a buffer of length 5: use a smaller count or a longer array");
        });
  }
}
