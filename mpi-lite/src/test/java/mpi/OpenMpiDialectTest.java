package mpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OpenMpiDialectTest {
  private static IntBuffer direct(int... values) {
    IntBuffer buffer =
        ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.nativeOrder()).asIntBuffer();
    buffer.put(values);
    return buffer;
  }

  private static int[] content(IntBuffer buffer) {
    int[] values = new int[buffer.capacity()];
    buffer.duplicate().clear().get(values);
    return values;
  }

  @Nested
  class Buffers {
    static Stream<Object> intBuffers() {
      ByteBuffer bytes = ByteBuffer.allocateDirect(12);
      return Stream.of(
          new int[3],
          IntBuffer.allocate(3),
          IntBuffer.allocate(4).position(1).slice(),
          direct(0, 0, 0),
          bytes.asIntBuffer(),
          ByteBuffer.allocate(12),
          ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN),
          bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN),
          Arena.ofAuto().allocate(12),
          MemorySegment.ofArray(new int[3]));
    }

    /** Values arrive as values, whatever holds them on either side and in which byte order. */
    @ParameterizedTest
    @MethodSource("intBuffers")
    void everyKindTravelsToAndFromAnArray(Object buffer) {
      Ranks.run(
          2,
          rank -> {
            Intracomm world = rank.world();
            if (rank.number() == 0) {
              world.send(new int[] {1, -2, 3}, 3, Predefined.INT, 1, 7);
              int[] back = new int[3];
              Status status = world.recv(back, 3, Predefined.INT, 1, 8);
              assertThat(back).containsExactly(1, -2, 3);
              assertThat(status.getCount(Predefined.INT)).isEqualTo(3);
              assertThat(status.getSource()).isEqualTo(1);
              assertThat(status.getTag()).isEqualTo(8);
            } else {
              world.recv(buffer, 3, Predefined.INT, 0, 7);
              world.send(buffer, 3, Predefined.INT, 0, 8);
            }
          });
    }

    @Test
    void everyElementTypeHasItsBuffer() {
      Ranks.run(
          1,
          rank -> {
            Intracomm self = rank.process().self();
            Object[][] cases = {
              {Predefined.BYTE, ByteBuffer.wrap(new byte[] {1, 2}), ByteBuffer.allocateDirect(2)},
              {Predefined.CHAR, CharBuffer.wrap("ab".toCharArray()), CharBuffer.allocate(2)},
              {
                Predefined.SHORT,
                ShortBuffer.wrap(new short[] {1, 2}),
                ByteBuffer.allocateDirect(4).asShortBuffer()
              },
              {
                Predefined.LONG,
                LongBuffer.wrap(new long[] {1, 2}),
                ByteBuffer.allocateDirect(16).asLongBuffer()
              },
              {
                Predefined.FLOAT,
                FloatBuffer.wrap(new float[] {1, 2}),
                ByteBuffer.allocateDirect(8).asFloatBuffer()
              },
              {
                Predefined.DOUBLE,
                DoubleBuffer.wrap(new double[] {1, 2}),
                ByteBuffer.allocateDirect(16).asDoubleBuffer()
              },
            };
            for (Object[] each : cases) {
              Datatype type = (Datatype) each[0];
              Request receive = self.iRecv(each[2], 2, type, 0, 1);
              self.send(each[1], 2, type, 0, 1);
              receive.waitFor();
              assertThat(each[2]).as(type.toString()).isEqualTo(each[1]);
            }
          });
    }

    @Test
    void booleansAreBytesOfABuffer() {
      Ranks.run(
          1,
          rank -> {
            ByteBuffer bytes = ByteBuffer.allocateDirect(2);
            rank.world()
                .sendRecv(
                    new boolean[] {true, false},
                    2,
                    Predefined.BOOLEAN,
                    0,
                    1,
                    bytes,
                    2,
                    Predefined.BOOLEAN,
                    0,
                    1);
            assertThat(bytes.get(0)).isEqualTo((byte) 1);
            assertThat(bytes.get(1)).isZero();
          });
    }

    @Test
    void aReadOnlyBufferIsSentButNotReceivedInto() {
      Ranks.run(
          1,
          rank -> {
            IntBuffer constant = direct(5).asReadOnlyBuffer();
            int[] got = new int[1];
            rank.world().sendRecv(constant, 1, Predefined.INT, 0, 1, got, 1, Predefined.INT, 0, 1);
            assertThat(got).containsExactly(5);
            assertThatThrownBy(() -> rank.world().iRecv(constant, 1, Predefined.INT, 0, 1))
                .hasMessage("iRecv: the buffer is read-only: receive into one that can be written");
          });
    }

    @Test
    void aConfinedSegmentIsRefused() {
      Ranks.run(
          1,
          rank -> {
            try (Arena arena = Arena.ofConfined()) {
              MemorySegment mine = arena.allocate(ValueLayout.JAVA_INT);
              assertThatThrownBy(() -> rank.world().send(mine, 1, Predefined.INT, 0, 1))
                  .hasMessage(
                      "send: the memory segment is closed or confined to one thread:"
                          + " allocate it from Arena.ofShared() or ofAuto()");
            }
          });
    }

    @Test
    void tooFewElementsAreToldByIndex() {
      Ranks.run(
          1,
          rank ->
              assertThatThrownBy(() -> rank.world().send(direct(1, 2), 3, Predefined.INT, 0, 1))
                  .hasMessage(
                      "send: 3 items of MPI.INT at offset 0 touch elements 0..2 of a buffer of"
                          + " length 2: use a smaller count or a longer array"));
    }
  }

  @Nested
  class Structs {
    static final class Particle extends Struct {
      private final int id = addInt();
      private final int mass = addDouble();
      private final int position = addFloat(3);

      @Override
      protected Data newData() {
        return new Data();
      }

      final class Data extends Struct.Data {
        int id() {
          return getInt(id);
        }

        void id(int value) {
          putInt(id, value);
        }

        double mass() {
          return getDouble(mass);
        }

        void mass(double value) {
          putDouble(mass, value);
        }

        void position(int axis, float value) {
          putFloat(position, axis, value);
        }

        float position(int axis) {
          return getFloat(position, axis);
        }
      }
    }

    @Test
    void aProgramsOwnStructTravelsInBytes() {
      Ranks.run(
          2,
          rank -> {
            Particle particle = new Particle();
            ByteBuffer bytes =
                ByteBuffer.allocateDirect(2 * particle.getExtent()).order(ByteOrder.nativeOrder());
            if (rank.number() == 0) {
              for (int i = 0; i < 2; i++) {
                Particle.Data data = particle.getData(bytes, i);
                data.id(i + 1);
                data.mass(i + 0.5);
                data.position(2, i + 0.25f);
              }
              rank.world().send(bytes, 2, particle.getType(), 1, 3);
            } else {
              Status status = rank.world().recv(bytes, 2, particle.getType(), 0, 3);
              assertThat(status.getCount(particle.getType())).isEqualTo(2);
              assertThat(status.getElements(particle.getType())).isEqualTo(10);
              Particle.Data second = particle.getData(bytes, 1);
              assertThat(second.id()).isEqualTo(2);
              assertThat(second.mass()).isEqualTo(1.5);
              assertThat(second.position(2)).isEqualTo(1.25f);
            }
          });
    }

    /** As a C compiler pads it: the sum of the sizes is 24. */
    @Test
    void theExtentIsAligned() {
      Particle particle = new Particle();
      assertThat(particle.getExtent()).isEqualTo(24);
      assertThat(Predefined.PAIR_DOUBLE_INT.getExtent()).isEqualTo(16);
      assertThat(Predefined.PAIR_SHORT_INT.getExtent()).isEqualTo(8);
    }

    @Test
    void fieldsAfterTheFirstUseAreRefused() {
      Particle particle = new Particle();
      particle.getType();
      assertThatThrownBy(particle::addByte)
          .isInstanceOf(MPIException.class)
          .hasMessage(
              "Struct: the type or data were used before: add all fields first, in the"
                  + " constructor");
    }

    @Test
    void maxlocKnowsThePairTypes() {
      Ranks.run(
          3,
          rank -> {
            ByteBuffer own = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
            DoubleInt.Data mine = Predefined.PAIR_DOUBLE_INT.getData(own);
            mine.putValue(rank.number() == 1 ? 9.5 : 1.0);
            mine.putIndex(rank.number());
            ByteBuffer result = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
            rank.world().allReduce(own, result, 1, Predefined.DOUBLE_INT, Predefined.MAXLOC);
            DoubleInt.Data found = Predefined.PAIR_DOUBLE_INT.getData(result);
            assertThat(found.getValue()).isEqualTo(9.5);
            assertThat(found.getIndex()).isEqualTo(1);
            rank.world()
                .iAllReduce(own, result, 1, Predefined.DOUBLE_INT, Predefined.MINLOC)
                .waitFor();
            assertThat(found.getValue()).isEqualTo(1.0);
            assertThat(found.getIndex()).isZero();
          });
    }
  }

  @Nested
  class Operations {
    @Test
    void complexNumbersAreMultiplied() {
      Ranks.run(
          2,
          rank -> {
            double[] own = rank.number() == 0 ? new double[] {1, 2} : new double[] {3, -1};
            double[] product = new double[2];
            rank.world().allReduce(own, product, 1, Predefined.DOUBLE_COMPLEX, Predefined.PROD);
            assertThat(product).containsExactly(5, 5);
            DoubleComplex view = DoubleComplex.get(product);
            assertThat(view.getReal()).isEqualTo(5);
            assertThat(view.getImag()).isEqualTo(5);
          });
    }

    @Test
    void aUserFunctionTakesArraysOrBuffers() {
      Ranks.run(
          3,
          rank -> {
            Op arrays =
                new Op(
                    new UserFunction() {
                      @Override
                      public void call(Object in, Object inOut, int count, Datatype type) {
                        int[] left = (int[]) in;
                        int[] right = (int[]) inOut;
                        for (int i = 0; i < count; i++) {
                          right[i] = 10 * left[i] + right[i];
                        }
                      }
                    },
                    false);
            Op buffers =
                new Op(
                    new UserFunction() {
                      @Override
                      public void call(ByteBuffer in, ByteBuffer inOut, int count, Datatype type) {
                        for (int i = 0; i < count; i++) {
                          inOut.putInt(4 * i, in.getInt(4 * i) + inOut.getInt(4 * i));
                        }
                      }
                    },
                    true);
            int[] result = new int[2];
            int[] own = {rank.number() + 1, 1};
            rank.world().reduce(own, result, 2, Predefined.INT, arrays, 0);
            if (rank.number() == 0) {
              assertThat(result).containsExactly(33, 21);
            }
            IntBuffer sum = direct(0, 0);
            rank.world().iAllReduce(direct(own), sum, 2, Predefined.INT, buffers).waitFor();
            assertThat(content(sum)).containsExactly(6, 3);
            assertThat(buffers.isCommutative()).isTrue();
            arrays.free();
            assertThat(arrays.isNull()).isTrue();
          });
    }

    @Test
    void exscanLeavesRankZeroAlone() {
      Ranks.runBoth(
          4,
          rank -> {
            int[] result = {-1};
            rank.world()
                .exScan(new int[] {rank.number() + 1}, result, 1, Predefined.INT, Predefined.SUM);
            assertThat(result[0]).isEqualTo(new int[] {-1, 1, 3, 6}[rank.number()]);
          });
    }

    @Test
    void inPlaceFormsUseOneBuffer() {
      Ranks.runBoth(
          3,
          rank -> {
            Intracomm world = rank.world();
            int me = rank.number();
            int[] all = new int[3];
            all[me] = me + 1;
            world.allGather(all, 1, Predefined.INT);
            assertThat(all).containsExactly(1, 2, 3);
            int[] sum = {me, 1};
            world.allReduce(sum, 2, Predefined.INT, Predefined.SUM);
            assertThat(sum).containsExactly(3, 3);
            int[] block = {1, 2, 3};
            world.reduceScatterBlock(block, 1, Predefined.INT, Predefined.SUM);
            assertThat(block[0]).isEqualTo(3 * (me + 1));
            int[] gathered = me == 1 ? new int[] {0, 7, 0} : new int[] {me};
            world.gather(gathered, 1, Predefined.INT, 1);
            if (me == 1) {
              assertThat(gathered).containsExactly(0, 7, 2);
            }
          });
    }
  }

  @Nested
  class NonBlocking {
    @Test
    void collectivesOverlapAndCompleteInAnyOrder() {
      Ranks.runBoth(
          4,
          rank -> {
            Intracomm world = rank.world();
            int me = rank.number();
            int[] sum = new int[1];
            int[] everyone = new int[4];
            int[] root = {me == 2 ? 42 : 0};
            Request[] requests = {
              world.iAllReduce(new int[] {me}, sum, 1, Predefined.INT, Predefined.SUM),
              world.iAllGather(new int[] {me * me}, 1, Predefined.INT, everyone, 1, Predefined.INT),
              world.iBcast(root, 1, Predefined.INT, 2),
              world.iBarrier()
            };
            requests[3].waitFor();
            Request.waitAll(requests);
            assertThat(sum[0]).isEqualTo(6);
            assertThat(everyone).containsExactly(0, 1, 4, 9);
            assertThat(root[0]).isEqualTo(42);
          });
    }

    @Test
    void objectsTakePart() {
      Ranks.run(
          2,
          rank -> {
            Object[] all = new Object[2];
            rank.world()
                .iAllGather(
                    new Object[] {"from " + rank.number()},
                    1,
                    Predefined.OBJECT,
                    all,
                    1,
                    Predefined.OBJECT)
                .waitFor();
            assertThat(all).containsExactly("from 0", "from 1");
          });
    }

    @Test
    void aPersistentCollectiveIsStartedAgain() {
      Ranks.run(
          3,
          rank -> {
            int[] own = new int[1];
            int[] sum = new int[1];
            Prequest request =
                rank.world().allReduceInit(own, sum, 1, Predefined.INT, Predefined.SUM);
            for (int round = 1; round <= 3; round++) {
              own[0] = round * (rank.number() + 1);
              request.start();
              request.waitFor();
              assertThat(sum[0]).isEqualTo(6 * round);
            }
            request.free();
          });
    }

    @Test
    void anotherCollectiveOnOneRankIsToldToAll() {
      Ranks.run(
          2,
          rank -> {
            Request request =
                rank.number() == 0
                    ? rank.world().iBarrier()
                    : rank.world().iBcast(new int[1], 1, Predefined.INT, 0);
            assertThatThrownBy(request::waitFor)
                .isInstanceOf(MPIException.class)
                .hasMessageContaining(
                    "the calls do not match: rank 0: iBarrier(); rank 1: iBcast(");
          });
    }

    @Test
    void aCollectiveCannotBeCancelled() {
      Ranks.run(
          2,
          rank -> {
            Request request = rank.world().iBarrier();
            if (rank.number() == 0) {
              assertThatThrownBy(request::cancel)
                  .hasMessage(
                      "cancel: iBarrier() is a collective, which cannot be cancelled: wait for it");
            }
            request.waitFor();
          });
    }
  }

  @Nested
  class Neighbours {
    /** On a ring of two, what goes down must come from above although both are the same rank. */
    @Test
    void aRingOfTwoKeepsDirectionsApart() {
      Ranks.run(
          2,
          rank -> {
            CartComm ring = rank.world().createCart(new int[] {2}, new boolean[] {true}, false);
            int me = ring.getRank();
            int[] out = {10 * me + 1, 10 * me + 2};
            int[] in = new int[2];
            ring.neighborAllToAll(out, 1, Predefined.INT, in, 1, Predefined.INT);
            int other = 1 - me;
            assertThat(in).containsExactly(10 * other + 2, 10 * other + 1);
          });
    }

    @Test
    void aDistributedGraphSendsAlongItsEdges() {
      Ranks.run(
          3,
          rank -> {
            int me = rank.number();
            GraphComm graph =
                rank.world()
                    .createDistGraphAdjacent(
                        new int[] {(me + 2) % 3},
                        new int[] {(me + 1) % 3},
                        Predefined.INFO_NULL,
                        false);
            int[] in = new int[1];
            graph.neighborAllGather(new int[] {me}, 1, Predefined.INT, in, 1, Predefined.INT);
            assertThat(in[0]).isEqualTo((me + 2) % 3);
            assertThat(graph.getDistGraphNeighbors().getInDegree()).isEqualTo(1);
            assertThat(graph.getTopology()).isEqualTo(MPI.DIST_GRAPH);
          });
    }
  }

  @Nested
  class Intercommunicators {
    private static Intercomm halves(Ranks.Rank rank) {
      int half = rank.number() % 2;
      Intracomm local = rank.world().split(half, 0);
      return rank.world().createIntercomm(local, 0, 1 - half, 5);
    }

    @Test
    void messagesGoToTheOtherGroup() {
      Ranks.runBoth(
          4,
          rank -> {
            Intercomm inter = halves(rank);
            assertThat(inter.getRemoteSize()).isEqualTo(2);
            int[] got = new int[1];
            int peer = inter.getRank();
            inter.sendRecv(
                new int[] {rank.number()},
                1,
                Predefined.INT,
                peer,
                1,
                got,
                1,
                Predefined.INT,
                peer,
                1);
            assertThat(got[0]).isEqualTo(rank.number() ^ 1);
          });
    }

    @Test
    void collectivesCarryDataAcross() {
      Ranks.runBoth(
          4,
          rank -> {
            Intercomm inter = halves(rank);
            int[] sum = new int[1];
            inter.allReduce(new int[] {rank.number()}, sum, 1, Predefined.INT, Predefined.SUM);
            assertThat(sum[0]).isEqualTo(rank.number() % 2 == 0 ? 4 : 2);
            int[] data = {rank.number() == 2 ? 99 : 0};
            int root = rank.number() % 2 == 1 ? 1 : rank.number() == 2 ? MPI.ROOT : MPI.PROC_NULL;
            inter.bcast(data, 1, Predefined.INT, root);
            assertThat(data[0]).isEqualTo(rank.number() == 0 ? 0 : 99);
          });
    }

    @Test
    void mergingPutsTheHighGroupLast() {
      Ranks.run(
          4,
          rank -> {
            Intracomm merged = halves(rank).merge(rank.number() % 2 == 0);
            assertThat(merged.getSize()).isEqualTo(4);
            assertThat(merged.getRank()).isEqualTo(new int[] {2, 0, 3, 1}[rank.number()]);
          });
    }

    @Test
    void overlappingGroupsAreRefused() {
      Ranks.run(
          2,
          rank ->
              assertThatThrownBy(
                      () -> rank.world().createIntercomm(rank.world(), 0, 1 - rank.number(), 1))
                  .hasMessageContaining("the remote leader is in the local group [0, 1]"));
    }
  }

  @Test
  void aNullCommunicatorIsAnObject() {
    Ranks.runBoth(
        5,
        rank -> {
          Intracomm none = rank.world().split(rank.number() == 0 ? MPI.UNDEFINED : 1, 0);
          assertThat(none.isNull()).isEqualTo(rank.number() == 0);
          if (none.isNull()) {
            assertThatThrownBy(none::getRank)
                .hasMessage("Rank: the communicator is null: this rank is not a member of it");
          }
        });
  }

  @Test
  void aMatchedMessageIsReceivedByItsProbeAlone() {
    Ranks.run(
        2,
        rank -> {
          if (rank.number() == 0) {
            rank.world().send(new int[] {1}, 1, Predefined.INT, 1, 4);
            rank.world().send(new int[] {2}, 1, Predefined.INT, 1, 4);
            return;
          }
          Message message = new Message();
          Status seen = message.mProbe(0, 4, rank.world());
          assertThat(seen.getCount(Predefined.INT)).isEqualTo(1);
          int[] second = new int[1];
          rank.world().recv(second, 1, Predefined.INT, 0, 4);
          int[] first = new int[1];
          message.mRecv(first, 1, Predefined.INT);
          assertThat(first[0]).isEqualTo(1);
          assertThat(second[0]).isEqualTo(2);
          assertThat(message.isNull()).isTrue();
          assertThatThrownBy(() -> message.mRecv(first, 1, Predefined.INT))
              .hasMessage(
                  "mRecv: the message is null: probe for it with mProbe, and receive it once");
        });
  }

  @Test
  void packedDataAreUnpackedInTheirOrder() {
    Ranks.run(
        2,
        rank -> {
          Intracomm world = rank.world();
          byte[] packed = new byte[32];
          if (rank.number() == 0) {
            int at = world.pack(new int[] {1, 2}, 2, Predefined.INT, packed, 0);
            at = world.pack(new double[] {0.5}, 1, Predefined.DOUBLE, packed, at);
            assertThat(at).isEqualTo(16);
            world.send(packed, at, Predefined.PACKED, 1, 1);
          } else {
            world.recv(packed, 32, Predefined.PACKED, 0, 1);
            int[] ints = new int[2];
            double[] doubles = new double[1];
            int at = world.unpack(packed, 0, ints, 2, Predefined.INT);
            world.unpack(packed, at, doubles, 1, Predefined.DOUBLE);
            assertThat(ints).containsExactly(1, 2);
            assertThat(doubles).containsExactly(0.5);
          }
          assertThatThrownBy(() -> world.pack(new int[9], 9, Predefined.INT, packed, 0))
              .hasMessage(
                  "pack: 36 bytes at position 0 do not fit into a byte[] of length 32:"
                      + " use one as long as packSize tells");
        });
  }

  @Test
  void attributesAreCopiedByDup() {
    Ranks.run(
        1,
        rank -> {
          Intracomm world = rank.world();
          int key = world.core.rank().newKeyval();
          world.setAttr(key, "value");
          assertThat(world.dup().getAttr(key)).isEqualTo("value");
          assertThat(world.getAttr(MPI.TAG_UB)).isEqualTo(Integer.MAX_VALUE);
          assertThatThrownBy(() -> world.getAttr(MPI.KEYVAL_INVALID))
              .hasMessage("getAttr: -1 is not an attribute key: use one of createKeyval()");
        });
  }

  @Test
  void datatypesKnowTheirTrueExtent() {
    Datatype resized = Datatype.createResized(Predefined.INT, 0, 12);
    assertThat(resized.getExtent()).isEqualTo(3);
    assertThat(resized.getTrueExtent()).isEqualTo(1);
    Datatype vector = Datatype.createHVector(2, 1, 8, Predefined.INT);
    assertThat(vector.getExtent()).isEqualTo(3);
    assertThat(vector.getSize()).isEqualTo(2);
    assertThatThrownBy(() -> Datatype.createHVector(2, 1, 6, Predefined.INT))
        .hasMessage(
            "createHVector: 6 bytes are no multiple of the 4 bytes of a MPI.INT: use a multiple");
    assertThat(Arrays.asList(Predefined.DATATYPE_NULL.isNull(), vector.isNull()))
        .containsExactly(true, false);
  }
}
