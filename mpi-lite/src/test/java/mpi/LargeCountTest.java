package mpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * More elements and bytes than an int counts. Most tests use types whose items overlap, or touch a
 * few pages of a sparse file only; {@code -Dlarge=true} moves 2.2 GiB for real.
 */
class LargeCountTest {
  private static final int MEBIBYTE = 1 << 20;

  /** Items of {@link #overlapping}: 2.2 GiB. */
  private static final int MANY = 2200;

  private static final long FAR = 3L << 30;

  @TempDir Path directory;

  /** A mebibyte, wherever the next item begins: at the same place. */
  private static Datatype overlapping(Datatype type, int elements) {
    return Datatype.createResized(Datatype.createContiguous(elements, type), 0, 0);
  }

  private static MemorySegment mebibyte(Arena arena) {
    return arena.allocate(MEBIBYTE, 8);
  }

  /** Memory of which only the pages in use exist. */
  private MemorySegment sparse(Arena arena, int rank) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            directory.resolve("sparse" + rank),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      return file.map(FileChannel.MapMode.READ_WRITE, 0, FAR + 4096, arena);
    }
  }

  @Test
  void aStatusCountsMoreThanTwoGibibytes() {
    Ranks.run(
        2,
        rank -> {
          Datatype type = overlapping(Predefined.BYTE, MEBIBYTE);
          try (Arena arena = Arena.ofShared()) {
            MemorySegment data = mebibyte(arena);
            if (rank.number() == 0) {
              data.fill((byte) 7);
              rank.world().send(data, MANY, type, 1, 5);
            } else {
              Status status = rank.world().recv(data, MANY, type, 0, 5);
              long bytes = (long) MANY * MEBIBYTE;
              assertThat(status.getCountX(Predefined.BYTE)).isEqualTo(new Count(bytes));
              assertThat(status.getElementsX(Predefined.LONG)).isEqualTo(new Count(bytes / 8));
              assertThat(status.getCount(Predefined.BYTE)).isEqualTo(MPI.UNDEFINED);
              assertThat(status.Get_elements(Predefined.BYTE)).isEqualTo(MPI.UNDEFINED);
              assertThat(status.getElements(Predefined.BYTE)).isEqualTo(MPI.UNDEFINED);
              assertThat(status.countInBytes).isEqualTo(MPI.UNDEFINED);
              assertThat(status.getCount(type)).isEqualTo(MANY);
              assertThat(status.getCount(Predefined.LONG)).isEqualTo((int) (bytes / 8));
              assertThat(data.get(ValueLayout.JAVA_BYTE, MEBIBYTE - 1)).isEqualTo((byte) 7);
            }
            rank.world().barrier();
          }
        });
  }

  /** Two blocks of 8 bytes, 3 GiB apart. */
  @Test
  void displacementsReachBeyondTwoGibibytes() {
    Ranks.runBoth(
        2,
        rank -> {
          Datatype ends = Datatype.createHVector(2L, 8L, FAR, Predefined.BYTE);
          assertThat(ends.getExtent()).isEqualTo(MPI.UNDEFINED);
          assertThat(ends.getExtentX()).isEqualTo(new Count(FAR + 8));
          assertThat(ends.getSize()).isEqualTo(16);
          try (Arena arena = Arena.ofShared()) {
            MemorySegment data = sparse(arena, rank.number());
            ValueLayout.OfLong value = ValueLayout.JAVA_LONG;
            if (rank.number() == 0) {
              data.set(value, 0, 11);
              data.set(value, FAR, 12);
              rank.world().send(data, 1, ends, 1, 5);
            } else {
              rank.world().recv(data, 1L, ends, 0, 5);
              assertThat(data.get(value, 0)).isEqualTo(11);
              assertThat(data.get(value, FAR)).isEqualTo(12);
            }
            rank.world().bcast(data.asSlice(0, 8), 8L, Predefined.BYTE, 0);
          }
        });
  }

  @Test
  void aMessageThatDoesNotFitIsTruncatedByBytesBeyondAnInt() {
    Ranks.run(
        2,
        rank -> {
          try (Arena arena = Arena.ofShared()) {
            MemorySegment data = mebibyte(arena);
            Datatype type = overlapping(Predefined.BYTE, MEBIBYTE);
            if (rank.number() == 0) {
              rank.world().send(data, MANY, type, 1, 5);
            } else {
              assertThatThrownBy(() -> rank.world().recv(data, MANY - 1, type, 0, 5))
                  .isInstanceOf(MPIException.class)
                  .hasMessage(
                      "recv: the message of 2306867200 MPI.BYTE from rank 0 with tag 5 does not fit"
                          + " into 2305818624 MPI.BYTE: receive with room for at least 2306867200");
            }
            rank.world().barrier();
          }
        });
  }

  @Test
  void whatIsBeyondTheSegmentIsAnError() {
    Ranks.run(
        1,
        rank -> {
          MemorySegment data = mebibyte(Arena.ofAuto());
          assertThatThrownBy(() -> rank.world().send(data, 1L << 33, Predefined.BYTE, 0, 5))
              .hasMessage(
                  "send: 8589934592 items of MPI.BYTE at offset 0 touch elements 0..8589934591 of a"
                      + " buffer of length 1048576: use a smaller count or a longer array");
          assertThatThrownBy(() -> rank.world().iSend(new byte[8], 1L << 33, Predefined.BYTE, 0, 5))
              .hasMessageContaining("a byte[] of length 8");
          assertThatThrownBy(
                  () -> rank.world().iRecv(data, Long.MAX_VALUE, Predefined.DOUBLE, 0, 5))
              .isInstanceOf(MPIException.class)
              .hasMessageContaining("use a smaller count or a longer array");
          assertThatThrownBy(() -> rank.world().bcast(data, -1L << 40, Predefined.BYTE, 0))
              .hasMessage("bcast: count -1099511627776 is negative: use 0 or more");
        });
  }

  @Test
  void aTypeOfTooManyPiecesOrTooFarApartIsAnError() {
    Ranks.run(
        1,
        rank -> {
          assertThatThrownBy(() -> Datatype.Vector(1 << 30, 1, 2, Predefined.BYTE))
              .hasMessage(
                  "Vector(1073741824, 1, 2, MPI.BYTE) is too large (more than 33554432 pieces): use"
                      + " smaller counts or displacements, or several items of a smaller type");
          Datatype large = Datatype.createContiguous(1L << 40, Predefined.BYTE);
          assertThat(large.getSizeX()).isEqualTo(new Count(1L << 40));
          assertThatThrownBy(() -> Datatype.createContiguous(1L << 30, large))
              .hasMessageContaining("is too large");
          assertThatThrownBy(() -> rank.world().send(new byte[9], Integer.MAX_VALUE, large, 0, 5))
              .hasMessageContaining("of a byte[] of length 9");
        });
  }

  /** The engine's own operations work on memory block by block, others need arrays. */
  @Test
  void reductionsOfSegmentsNeedNoCopy() {
    Ranks.runBoth(
        3,
        rank -> {
          int elements = 100_001;
          try (Arena arena = Arena.ofShared()) {
            MemorySegment data = arena.allocate(elements * 8L, 8);
            MemorySegment result = arena.allocate(elements * 8L, 8);
            for (long i = 0; i < elements; i++) {
              data.setAtIndex(ValueLayout.JAVA_LONG, i, i * (rank.number() + 1));
            }
            rank.world().allReduce(data, result, (long) elements, Predefined.LONG, Predefined.SUM);
            for (long i = 0; i < elements; i++) {
              assertThat(result.getAtIndex(ValueLayout.JAVA_LONG, i)).isEqualTo(6 * i);
            }
            rank.world()
                .iAllReduce(data, result, (long) elements, Predefined.LONG, Predefined.MAX)
                .waitFor();
            assertThat(result.getAtIndex(ValueLayout.JAVA_LONG, elements - 1))
                .isEqualTo(3L * (elements - 1));
            rank.world().allReduce(data, (long) elements, Predefined.LONG, Predefined.SUM);
            assertThat(data.getAtIndex(ValueLayout.JAVA_LONG, elements - 1))
                .isEqualTo(6L * (elements - 1));
            rank.world().barrier();
          }
        });
  }

  @Test
  void aUserOperationOnMoreThanAnArrayHoldsIsAnError() {
    Ranks.run(
        1,
        rank -> {
          Op op = new Op(OddValues.FUNCTION, true);
          MemorySegment data = mebibyte(Arena.ofAuto());
          Datatype type = overlapping(Predefined.BYTE, MEBIBYTE);
          assertThatThrownBy(() -> rank.world().allReduce(data, 2200L, type, op))
              .hasMessage(
                  "Allreduce: 2306867200 MPI.BYTE are more than a Java array holds, and only MPI's"
                      + " own operations on plain types know more: reduce at most 2147483639 at a"
                      + " time");
          assertThatThrownBy(() -> rank.world().iAllReduce(data, data, 2200L, type, op))
              .hasMessageStartingWith("iAllReduce: 2306867200 MPI.BYTE are more than");
        });
  }

  @Test
  @EnabledIfSystemProperty(named = "large", matches = "true")
  void twoGibibytesAndMoreArriveWhole() {
    long bytes = (2200L << 20) + 5;
    Ranks.runBoth(
        2,
        rank -> {
          try (Arena arena = Arena.ofShared()) {
            MemorySegment data = arena.allocate(bytes, 8);
            if (rank.number() == 0) {
              for (long i = 0; i < bytes / 8; i++) {
                data.setAtIndex(ValueLayout.JAVA_LONG, i, i * 31);
              }
              rank.world().send(data, bytes, Predefined.BYTE, 1, 5);
            } else {
              Request receive = rank.world().iRecv(data, bytes, Predefined.BYTE, 0, 5);
              assertThat(receive.waitStatus().getCountX(Predefined.BYTE))
                  .isEqualTo(new Count(bytes));
              for (long i = 0; i < bytes / 8; i++) {
                if (data.getAtIndex(ValueLayout.JAVA_LONG, i) != i * 31) {
                  throw new AssertionError("value " + i);
                }
              }
            }
            rank.world().allReduce(data, bytes / 8, Predefined.LONG, Predefined.SUM);
            assertThat(data.getAtIndex(ValueLayout.JAVA_LONG, bytes / 8 - 1))
                .isEqualTo(2 * (bytes / 8 - 1) * 31);
            rank.world().bcast(data, bytes, Predefined.BYTE, 1);
          }
        });
  }
}
