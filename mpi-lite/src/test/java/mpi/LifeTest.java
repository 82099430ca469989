package mpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaproc.mpi.JobAborted;
import dev.metaproc.mpi.JobOptions;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LifeTest {
  @Test
  void abortTellsTheHostAndEndsEveryWait() throws InterruptedException {
    List<String> aborts = Collections.synchronizedList(new ArrayList<>());
    MpiJob job =
        MpiJob.create(
            3,
            (rank, code, reason) -> aborts.add(rank + " " + code + " " + reason),
            JobOptions.defaults());
    List<String> ends = Collections.synchronizedList(new ArrayList<>());
    List<Thread> ranks = new ArrayList<>();
    for (int number = 0; number < 3; number++) {
      MpiProcess process = job.process(number, false, () -> null);
      process.init(null);
      int me = number;
      ranks.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      switch (me) {
                        case 0 -> process.world().Recv(new int[1], 0, 1, Predefined.INT, 1, 0);
                        case 1 -> process.world().Barrier();
                        default -> {
                          Awaitility.await()
                              .until(
                                  () -> job.describeWait(0) != null && job.describeWait(1) != null);
                          process.world().Abort(9);
                        }
                      }
                    } catch (JobAborted e) {
                      ends.add(me + " " + e.getMessage());
                    }
                  }));
    }
    for (Thread each : ranks) {
      each.join();
    }
    String reason = "the job was aborted: rank 2 called Abort(9)";
    assertThat(aborts).containsExactly("2 9 " + reason);
    assertThat(ends).containsExactlyInAnyOrder("0 " + reason, "1 " + reason, "2 " + reason);
  }

  @Test
  void aKilledRankCannotHangInMpiAndTheOthersGoOn() {
    Ranks.run(
        3,
        rank -> {
          if (rank.number() == 0) {
            assertThatThrownBy(() -> rank.world().Recv(new int[1], 0, 1, Predefined.INT, 1, 0))
                .isInstanceOf(JobAborted.class)
                .hasMessage("killed by the test");
            assertThatThrownBy(() -> rank.world().Iprobe(1, 0)).isInstanceOf(JobAborted.class);
            assertThatThrownBy(rank.world()::Rank).isInstanceOf(JobAborted.class);
            rank.job().rankEnded(0, false);
          } else if (rank.number() == 1) {
            Awaitility.await().until(() -> rank.job().describeWait(0) != null);
            rank.job().kill(0, "killed by the test");
            rank.world().Send(new int[1], 0, 1, Predefined.INT, 2, 0);
          } else {
            rank.world().Recv(new int[1], 0, 1, Predefined.INT, 1, 0);
          }
        });
  }

  @Test
  void initTakesMpjsLeadingArgumentsOff() {
    MpiJob job = MpiJob.create(2, (rank, code, reason) -> {}, JobOptions.defaults());
    MpiProcess mpj = job.process(1, true, () -> null);
    String[] arguments = mpj.mpjArguments("a", "b");
    assertThat(arguments).containsExactly("1", "2", "metaproc", "a", "b");
    assertThat(mpj.init(arguments)).containsExactly("a", "b");
    MpiProcess plain = job.process(0, false, () -> null);
    assertThat(plain.mpjArguments("a", "b")).containsExactly("a", "b");
    assertThat(plain.init(new String[] {"a", "b"})).containsExactly("a", "b");
  }

  @Test
  void aBufferedSendNeverWaitsAndDetachWaitsForAll() {
    Ranks.runBoth(
        2,
        rank -> {
          int length = 100_000;
          if (rank.number() == 0) {
            ByteBuffer buffer = ByteBuffer.allocate(2 * (4 * length + MPI.BSEND_OVERHEAD));
            rank.process().attachBuffer(buffer);
            int[] data = new int[length];
            data[0] = 1;
            rank.world().Bsend(data, 0, length, Predefined.INT, 1, 0);
            data[0] = 2;
            rank.world().Ibsend(data, 0, length, Predefined.INT, 1, 0).Wait();
            data[0] = 3;
            rank.world().Send(data, 0, 1, Predefined.INT, 1, 1);
            assertThat(rank.process().detachBuffer()).isSameAs(buffer);
          } else {
            int[] data = new int[length];
            rank.world().Recv(data, 0, 1, Predefined.INT, 0, 1);
            for (int expected = 1; expected <= 2; expected++) {
              rank.world().Recv(data, 0, length, Predefined.INT, 0, 0);
              assertThat(data[0]).isEqualTo(expected);
            }
          }
        });
  }

  @Test
  void anEndedJobIsCollected() {
    List<WeakReference<Object>> references = useAJobUp();
    Awaitility.await()
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(references).allMatch(reference -> reference.get() == null);
            });
  }

  private static List<WeakReference<Object>> useAJobUp() {
    List<WeakReference<Object>> references = Collections.synchronizedList(new ArrayList<>());
    Ranks.runBoth(
        3,
        rank -> {
          double[] data = new double[20_000];
          rank.world().Allreduce(data, 0, data, 0, 20_000, Predefined.DOUBLE, Predefined.SUM);
          rank.world().Send(data, 0, 10, Predefined.DOUBLE, (rank.number() + 1) % 3, 0);
          references.add(new WeakReference<>(data));
          references.add(new WeakReference<>(rank.world()));
          references.add(new WeakReference<>(rank.job()));
        });
    return references;
  }

  @Test
  void aCollectiveDoesNotKeepItsBuffers() {
    Ranks.run(
        2,
        rank -> {
          List<WeakReference<@Nullable Object>> buffers = new ArrayList<>();
          rank.world().Barrier();
          buffers.add(bcast(rank, 10));
          buffers.add(bcast(rank, 100_000));
          rank.world().Barrier();
          Awaitility.await()
              .untilAsserted(
                  () -> {
                    System.gc();
                    assertThat(buffers).allMatch(reference -> reference.get() == null);
                  });
          rank.world().Barrier();
        });
  }

  private static WeakReference<@Nullable Object> bcast(Ranks.Rank rank, int length) {
    int[] data = new int[length];
    rank.world().Bcast(data, 0, length, Predefined.INT, 0);
    return new WeakReference<>(data);
  }
}
