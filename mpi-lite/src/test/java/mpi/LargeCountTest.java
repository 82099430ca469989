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
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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

  private static final long[] ONES = {1, 1};
  private static final long[] ENDS = {0, FAR / 8};
  private static final long[] ENDS_IN_BYTES = {0, FAR};
  private static final long[] NEAR = {0, 1};
  private static final long[] NEAR_IN_BYTES = {0, 8};

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

  /** A collective whose pieces lie at the start and 3 GiB behind it, for one of two ranks. */
  private interface Far {
    void exchange(Intracomm world, MemorySegment near, MemorySegment far);
  }

  /** Each rank's two values, or one value twice, go to the two ends of a sparse segment. */
  private void reaches(Far call) {
    Ranks.run(
        2,
        rank -> {
          try (Arena arena = Arena.ofShared()) {
            MemorySegment near = arena.allocate(16, 8);
            MemorySegment far = sparse(arena, rank.number());
            far.set(ValueLayout.JAVA_LONG, 0, 0);
            far.set(ValueLayout.JAVA_LONG, FAR, 0);
            near.setAtIndex(ValueLayout.JAVA_LONG, 0, 10L + rank.number());
            near.setAtIndex(ValueLayout.JAVA_LONG, 1, 10L + rank.number());
            call.exchange(rank.world(), near, far);
            assertThat(far.get(ValueLayout.JAVA_LONG, 0)).isEqualTo(10);
            assertThat(far.get(ValueLayout.JAVA_LONG, FAR)).isEqualTo(11);
            rank.world().barrier();
          }
        });
  }

  private static Datatype[] longs() {
    return new Datatype[] {Predefined.LONG, Predefined.LONG};
  }

  @Test
  void displacementsOfVFormsReachBeyondTwoGibibytes() {
    Datatype type = Predefined.LONG;
    reaches((world, near, far) -> world.allGatherv(near, 1, type, far, ONES, ENDS, type));
    reaches(
        (world, near, far) -> world.iAllGatherv(near, 1, type, far, ONES, ENDS, type).waitFor());
    reaches(
        (world, near, far) -> {
          Prequest request = world.allGathervInit(near, 1, type, far, ONES, ENDS, type);
          request.start();
          request.waitFor();
          request.free();
        });
    reaches((world, near, far) -> world.allToAllv(near, ONES, NEAR, type, far, ONES, ENDS, type));
    reaches(
        (world, near, far) -> {
          far.setAtIndex(ValueLayout.JAVA_LONG, ENDS[world.getRank()], 10L + world.getRank());
          world.allGatherv(far, ONES, ENDS, type);
        });
  }

  @Test
  void aRootsBlocksReachBeyondTwoGibibytes() {
    Datatype type = Predefined.LONG;
    reaches(
        (world, near, far) -> {
          if (world.getRank() == 0) {
            far.set(ValueLayout.JAVA_LONG, 0, 10);
            world.gatherv(far, ONES, ENDS, type, 0);
            world.scatterv(far, ONES, ENDS, type, 0);
          } else {
            world.gatherv(near, 1L, type, 0);
            world.scatterv(far.asSlice(FAR), 1L, type, 0);
            far.set(ValueLayout.JAVA_LONG, 0, 10);
          }
        });
  }

  @Test
  void displacementsOfWFormsReachBeyondTwoGibibytes() {
    reaches(
        (world, near, far) ->
            world.allToAllw(near, ONES, NEAR_IN_BYTES, longs(), far, ONES, ENDS_IN_BYTES, longs()));
    reaches(
        (world, near, far) ->
            world
                .iAllToAllw(near, ONES, NEAR_IN_BYTES, longs(), far, ONES, ENDS_IN_BYTES, longs())
                .waitFor());
  }

  /** Both ranks are each other's neighbours and their own. */
  @Test
  void blocksOfNeighboursReachBeyondTwoGibibytes() {
    int[] both = {0, 1};
    Datatype type = Predefined.LONG;
    reaches(
        (world, near, far) ->
            world
                .createDistGraphAdjacent(both, both, Predefined.INFO_NULL, false)
                .neighborAllGatherv(near, 1L, type, far, ONES, ENDS, type));
    reaches(
        (world, near, far) ->
            world
                .createDistGraphAdjacent(both, both, Predefined.INFO_NULL, false)
                .neighborAllToAllv(near, ONES, NEAR, type, far, ONES, ENDS, type));
    reaches(
        (world, near, far) ->
            world
                .createDistGraphAdjacent(both, both, Predefined.INFO_NULL, false)
                .iNeighborAllToAllw(
                    near, ONES, NEAR_IN_BYTES, longs(), far, ONES, ENDS_IN_BYTES, longs())
                .waitFor());
  }

  @Test
  void typesOfIrregularBlocksReachBeyondTwoGibibytes() {
    long[] blocks = {8, 8};
    Datatype[] types = {
      Datatype.createHIndexed(blocks, ENDS_IN_BYTES, Predefined.BYTE),
      Datatype.createIndexed(blocks, ENDS_IN_BYTES, Predefined.BYTE),
      Datatype.createStruct(ONES, ENDS_IN_BYTES, longs())
    };
    for (Datatype type : types) {
      assertThat(type.getExtentX()).isEqualTo(new Count(FAR + 8));
      assertThat(type.getSize()).isEqualTo(16);
      reaches(
          (world, near, far) -> {
            near.setAtIndex(ValueLayout.JAVA_LONG, 1, 11);
            world.sendRecv(
                near, 16L, Predefined.BYTE, world.getRank(), 3, far, 1L, type, world.getRank(), 3);
            far.set(ValueLayout.JAVA_LONG, 0, 10);
          });
    }
  }

  @Test
  void windowsAreOfSegmentsBeyondTwoGibibytes() {
    Datatype type = Predefined.LONG;
    Info none = Predefined.INFO_NULL;
    reaches(
        (world, near, far) -> {
          Win win = new Win(far, far.byteSize(), 8, none, world);
          win.fence(0);
          long to = ENDS[world.getRank()];
          win.put(near, 1, type, 0, to, 1, type);
          win.put(near, 1, type, 1, to, 1, type);
          win.fence(0);
          win.fetchAndOp(new long[] {5}, near, type, 1 - world.getRank(), to, Predefined.SUM);
          win.fence(0);
          far.set(ValueLayout.JAVA_LONG, ENDS_IN_BYTES[1 - world.getRank()], 20);
          win.fence(0);
          assertThat(near.get(ValueLayout.JAVA_LONG, 0)).isEqualTo(10 + world.getRank());
          win.get(near, 1, type, 1 - world.getRank(), to, 1, type);
          assertThat(near.get(ValueLayout.JAVA_LONG, 0)).isEqualTo(20);
          win.fence(0);
          assertThatThrownBy(() -> win.put(near, 1, type, 0, 1L << 40, 1, type))
              .hasMessage(
                  "put: 1 items of MPI.LONG at displacement 1099511627776 (byte 8796093022208)"
                      + " reach beyond the 3221229568 bytes of rank 0: use a smaller displacement"
                      + " or count");
          assertThatThrownBy(() -> win.get(near, 1L << 61, type, 0, 0, 1L << 61, type))
              .hasMessageContaining("2305843009213693952 items of MPI.LONG");
          assertThatThrownBy(() -> win.sharedBuffer(0))
              .hasMessage(
                  "sharedBuffer: the 3221229568 bytes of rank 0 are more than a ByteBuffer holds:"
                      + " use sharedQuery");
          assertThat(win.getAttr(MPI.WIN_BASE)).isInstanceOf(MemorySegment.class);
          assertThat(win.getAttr(MPI.WIN_SIZE)).isEqualTo(FAR + 4096);
          win.free();
          far.set(ValueLayout.JAVA_LONG, 0, 10);
          far.set(ValueLayout.JAVA_LONG, FAR, 11);
        });
  }

  @Test
  void whatIsNoMemoryForAWindowIsAnError() {
    Ranks.run(
        1,
        rank -> {
          Info none = Predefined.INFO_NULL;
          MemorySegment data = mebibyte(Arena.ofAuto());
          assertThatThrownBy(() -> new Win(data, 1L << 33, 1, none, rank.world()))
              .hasMessage(
                  "Win: 8589934592 items of MPI.BYTE at offset 0 touch elements 0..8589934591 of a"
                      + " buffer of length 1048576: use a smaller count or a longer array");
          assertThatThrownBy(() -> new Win(data, -1L, 1, none, rank.world()))
              .hasMessage("Win: size -1 is negative: use 0 or more");
          assertThatThrownBy(
                  () -> new Win(Long.MAX_VALUE, 1, none, rank.world(), Win.FLAVOR_PRIVATE))
              .isInstanceOf(MPIException.class)
              .hasMessageStartingWith("Win: 9223372036854775807 bytes cannot be allocated (")
              .hasMessageEndingWith("): use a smaller size or a larger -XX:MaxDirectMemorySize");
          Win readOnly = new Win(data.asReadOnly(), 64, 1, none, rank.world());
          readOnly.fence(0);
          assertThatThrownBy(() -> readOnly.put(data, 1, Predefined.BYTE, 0, 0, 1, Predefined.BYTE))
              .hasMessage("put: the buffer is read-only: receive into one that can be written");
          readOnly.fence(0);
          readOnly.free();
          Win dynamic = new Win(none, rank.world());
          byte[] one = new byte[8];
          byte[] two = {1, 2, 3};
          dynamic.attach(MemorySegment.ofArray(one), 8);
          dynamic.attach(MemorySegment.ofArray(two), 3);
          dynamic.detach(MemorySegment.ofArray(one));
          dynamic.lock(MPI.LOCK_SHARED, 0, 0);
          dynamic.get(one, 3, Predefined.BYTE, 0, 0L, 3, Predefined.BYTE);
          dynamic.unlock(0);
          assertThat(one).startsWith(1, 2, 3, 0);
          dynamic.free();
        });
  }

  /** No form of a call may cut a count: each says that so many items are not there. */
  @Test
  void everyFormTellsACountBeyondAnInt() {
    Ranks.run(
        1,
        rank -> {
          Intracomm world = rank.world();
          MemorySegment data = mebibyte(Arena.ofAuto());
          Datatype type = Predefined.INT;
          Op op = Predefined.SUM;
          long many = 1L << 33;
          long[] counts = {many};
          long[] zero = {0};
          Datatype[] types = {type};
          GraphComm ring =
              world.createDistGraphAdjacent(
                  new int[] {0}, new int[] {0}, Predefined.INFO_NULL, false);
          List<ThrowingCallable> calls =
              List.of(
                  () -> world.gather(data, many, type, 0),
                  () -> world.scatter(data, many, type, 0),
                  () -> world.allGather(data, many, type),
                  () -> world.gatherv(data, many, type, 0),
                  () -> world.gatherv(data, counts, zero, type, 0),
                  () -> world.scatterv(data, many, type, 0),
                  () -> world.scatterv(data, counts, zero, type, 0),
                  () -> world.allGatherv(data, many, type, data, counts, zero, type),
                  () -> world.allGatherv(data, counts, zero, type),
                  () -> world.allToAllv(data, counts, zero, type, data, counts, zero, type),
                  () -> world.allToAllw(data, counts, zero, types, data, counts, zero, types),
                  () -> ring.neighborAllGather(data, many, type, data, many, type),
                  () -> ring.neighborAllToAll(data, many, type, data, many, type),
                  () -> ring.neighborAllToAllv(data, counts, zero, type, data, counts, zero, type),
                  () -> world.reduce(data, many, type, op, 0),
                  () -> world.reduceScatter(data, counts, type, op),
                  () -> world.reduceScatterBlock(data, many, type, op),
                  () -> Comm.reduceLocal(data, data, many, type, op),
                  () -> world.scan(data, many, type, op),
                  () -> world.exScan(data, many, type, op),
                  () -> world.iScan(data, many, type, op),
                  () -> world.iExScan(data, many, type, op),
                  () -> world.iBcast(data, many, type, 0),
                  () -> world.iGather(data, many, type, 0),
                  () -> world.iScatter(data, many, type, 0),
                  () -> world.iAllGather(data, many, type),
                  () -> world.iAllToAll(data, many, type, data, many, type),
                  () -> world.iAllToAllv(data, counts, zero, type, data, counts, zero, type),
                  () -> world.iReduce(data, many, type, op, 0),
                  () -> world.iAllReduce(data, many, type, op),
                  () -> world.iReduceScatter(data, counts, type, op),
                  () -> world.iReduceScatterBlock(data, many, type, op),
                  () -> ring.iNeighborAllGather(data, many, type, data, many, type),
                  () -> world.bcastInit(data, many, type, 0).start(),
                  () -> world.allReduceInit(data, many, type, op).start(),
                  () -> world.reduceScatterInit(data, counts, type, op).start(),
                  () -> world.allToAllInit(data, many, type, data, many, type).start());
          for (int i = 0; i < calls.size(); i++) {
            assertThatThrownBy(calls.get(i))
                .as("call %s", i)
                .isInstanceOf(MPIException.class)
                .hasMessageContaining("8589934592 items of MPI.INT");
          }
        });
  }

  @Test
  void aReductionIsScatteredByMoreItemsThanAnIntCounts() {
    Ranks.run(
        3,
        rank -> {
          int[] counts = {1 << 30, 1 << 30, 1 << 30};
          int[] data = new int[9];
          assertThatThrownBy(
                  () -> rank.world().reduceScatter(data, counts, Predefined.INT, Predefined.SUM))
              .hasMessage(
                  "reduceScatter: 3221225472 items of MPI.INT at offset 0 touch elements"
                      + " 0..3221225471 of an int[] of length 9: use a smaller count or a longer"
                      + " array");
          // Of items without elements as many as are wanted are in any buffer.
          Datatype nothing = Datatype.createContiguous(0, Predefined.INT);
          rank.world().reduceScatter(data, counts, nothing, Predefined.SUM);
          long[] more = {1L << 40, 1L << 40, 1L << 40};
          rank.world().reduceScatter(data, more, nothing, Predefined.SUM);
        });
  }

  @Test
  void filesTakeCountsBeyondAnInt() {
    Ranks.run(
        1,
        rank -> {
          try (Arena arena = Arena.ofShared()) {
            Datatype ends = Datatype.createHVector(2L, 8L, FAR, Predefined.BYTE);
            MemorySegment far = sparse(arena, 0);
            far.set(ValueLayout.JAVA_LONG, 0, 10);
            far.set(ValueLayout.JAVA_LONG, FAR, 11);
            File file =
                new File(
                    rank.world(),
                    directory.resolve("data").toString(),
                    MPI.MODE_CREATE | MPI.MODE_RDWR);
            assertThat(file.write(far, 1L, ends).getCountX(Predefined.LONG))
                .isEqualTo(new Count(2));
            assertThat(file.iWriteAt(16, far, 1L, ends).waitStatus().getCountX(Predefined.BYTE))
                .isEqualTo(new Count(16));
            assertThat(file.getSize()).isEqualTo(32);
            long[] read = new long[2];
            file.readAt(16, read, 2L, Predefined.LONG);
            assertThat(read).containsExactly(10, 11);
            List<ThrowingCallable> calls =
                List.of(
                    () -> file.readAt(0, read, 1L << 33, Predefined.LONG),
                    () -> file.write(read, 1L << 33, Predefined.LONG),
                    () -> file.iReadAll(read, 1L << 33, Predefined.LONG),
                    () -> file.writeOrdered(read, 1L << 33, Predefined.LONG));
            for (ThrowingCallable call : calls) {
              assertThatThrownBy(call)
                  .isInstanceOf(MPIException.class)
                  .hasMessageContaining("8589934592 items of MPI.LONG");
            }
            file.close();
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
          long[] last = {Long.MAX_VALUE};
          for (long count : new long[] {1, 2, 1L << 61, 1L << 62, Long.MAX_VALUE}) {
            long[] counts = {count};
            assertThatThrownBy(
                    () -> rank.world().allGatherv(new int[8], counts, last, Predefined.INT))
                .isInstanceOf(MPIException.class)
                .hasMessageContaining(" of MPI.INT at offset");
          }
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
