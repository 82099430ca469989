package mpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestTest {
  /** The engine uses the operations behind small requests again. */
  @Test
  void requestsOfOneWindowDoNotMixWithThoseOfTheNext() {
    int window = 200; // more than are kept for use again
    Ranks.runBoth(
        2,
        rank -> {
          int peer = 1 - rank.number();
          int[] outgoing = new int[window];
          int[] incoming = new int[window];
          Request[] sends = new Request[window];
          Request[] receives = new Request[window];
          for (int round = 0; round < 20; round++) {
            for (int i = 0; i < window; i++) {
              outgoing[i] = round * window + i;
              receives[i] = rank.world().Irecv(incoming, i, 1, Predefined.INT, peer, i % 3);
              sends[i] = rank.world().Isend(outgoing, i, 1, Predefined.INT, peer, i % 3);
            }
            for (int i = window - 1; i >= 0; i--) {
              Status status = receives[i].Wait();
              assertThat(status.source).isEqualTo(peer);
              assertThat(status.tag).isEqualTo(i % 3);
              assertThat(receives[i].Is_null()).isTrue();
              // Another request may have the operation by now.
              assertThatThrownBy(receives[i]::Cancel)
                  .isInstanceOf(MPIException.class)
                  .hasMessage(
                      "Cancel: the request is null or not active: cancel it before a wait or test"
                          + " completes it");
            }
            Request.Waitall(sends);
            assertThat(incoming).isEqualTo(outgoing);
          }
          rank.world().Barrier();
        });
  }

  @Test
  void waitallCompletesAllAndTellsEachStatus() {
    Ranks.runBoth(
        3,
        rank -> {
          if (rank.number() == 0) {
            int[][] into = new int[3][1];
            Request[] requests = {
              rank.world().Irecv(into[0], 0, 1, Predefined.INT, 1, 0),
              Predefined.REQUEST_NULL,
              rank.world().Irecv(into[2], 0, 1, Predefined.INT, 2, 0)
            };
            Status[] statuses = Request.Waitall(requests);
            assertThat(into).isEqualTo(new int[][] {{1}, {0}, {2}});
            assertThat(statuses).extracting(status -> status.source).containsExactly(1, -1, 2);
            assertThat(statuses).extracting(status -> status.index).containsExactly(0, 1, 2);
            assertThat(requests).allMatch(Request::Is_null);
          } else {
            rank.world().Send(new int[] {rank.number()}, 0, 1, Predefined.INT, 0, 0);
          }
        });
  }

  @Test
  void waitanyTakesOneAtATimeUntilNoneIsLeft() {
    Ranks.runBoth(
        4,
        rank -> {
          if (rank.number() == 0) {
            Request[] requests = new Request[3];
            int[][] into = new int[3][1];
            for (int i = 0; i < 3; i++) {
              requests[i] = rank.world().Irecv(into[i], 0, 1, Predefined.INT, i + 1, 0);
            }
            boolean[] seen = new boolean[3];
            for (int i = 0; i < 3; i++) {
              Status status = Request.Waitany(requests);
              assertThat(status.source).isEqualTo(status.index + 1);
              assertThat(into[status.index][0]).isEqualTo(status.source);
              seen[status.index] = true;
            }
            assertThat(seen).containsOnly(true);
            assertThat(Request.Waitany(requests).index).isEqualTo(MPI.UNDEFINED);
            assertThat(Request.Waitsome(requests)).isNull();
            assertThat(Request.Testsome(requests)).isEmpty();
          } else {
            rank.world().Send(new int[] {rank.number()}, 0, 1, Predefined.INT, 0, 0);
          }
        });
  }

  @Test
  void theSomeFormsTakeWhatIsThere() {
    Ranks.runBoth(
        3,
        rank -> {
          if (rank.number() == 0) {
            Request[] requests = {
              rank.world().Irecv(new int[1], 0, 1, Predefined.INT, 1, 0),
              rank.world().Irecv(new int[1], 0, 1, Predefined.INT, 2, 0)
            };
            assertThat(Request.Testsome(requests)).isEmpty();
            assertThat(Request.Testany(requests)).isNull();
            assertThat(Request.Testall(requests)).isNull();
            rank.world().Barrier();
            int taken = 0;
            while (taken < 2) {
              Status[] some = Objects.requireNonNull(Request.Waitsome(requests));
              assertThat(some).isNotEmpty();
              taken += some.length;
            }
          } else {
            rank.world().Barrier();
            rank.world().Send(new int[1], 0, 1, Predefined.INT, 0, 0);
          }
        });
  }

  @Test
  void testallTakesNothingBeforeAllAreThere() {
    Ranks.runBoth(
        2,
        rank -> {
          int[] go = new int[1];
          if (rank.number() == 0) {
            Request[] requests = {
              rank.world().Irecv(new int[1], 0, 1, Predefined.INT, 1, 1),
              rank.world().Irecv(new int[1], 0, 1, Predefined.INT, 1, 2)
            };
            rank.world().Recv(go, 0, 1, Predefined.INT, 1, 0);
            assertThat(Request.Testall(requests)).isNull();
            assertThat(requests).noneMatch(Request::Is_null);
            rank.world().Send(go, 0, 1, Predefined.INT, 1, 0);
            Status @Nullable [] statuses = null;
            while (statuses == null) {
              statuses = Request.Testall(requests);
            }
            assertThat(statuses).hasSize(2);
          } else {
            rank.world().Send(go, 0, 1, Predefined.INT, 0, 1);
            rank.world().Send(go, 0, 1, Predefined.INT, 0, 0);
            rank.world().Recv(go, 0, 1, Predefined.INT, 0, 0);
            rank.world().Send(go, 0, 1, Predefined.INT, 0, 2);
          }
        });
  }

  @Test
  void aCompletedRequestIsNullAndGivesAnEmptyStatus() {
    Ranks.run(
        1,
        rank -> {
          Request send = rank.world().Isend(new int[1], 0, 1, Predefined.INT, 0, 0);
          assertThat(send.Is_null()).isFalse();
          send.Wait();
          assertThat(send.Is_null()).isTrue();
          Status status = send.Wait();
          assertThat(status.source).isEqualTo(MPI.ANY_SOURCE);
          assertThat(status.tag).isEqualTo(MPI.ANY_TAG);
          assertThat(status.Get_count(Predefined.INT)).isZero();
          assertThat(Predefined.REQUEST_NULL.Is_null()).isTrue();
          assertThat(Predefined.REQUEST_NULL.Test()).isNotNull();
        });
  }

  @Test
  void aReceiveNobodyMatchedCanBeCancelled() {
    Ranks.run(
        1,
        rank -> {
          Request receive = rank.world().Irecv(new int[1], 0, 1, Predefined.INT, 0, 0);
          receive.Cancel();
          assertThat(receive.Wait().Test_cancelled()).isTrue();
          int[] value = new int[1];
          rank.world().Send(new int[] {4}, 0, 1, Predefined.INT, 0, 0);
          rank.world().Recv(value, 0, 1, Predefined.INT, 0, 0);
          assertThat(value[0]).isEqualTo(4);
        });
  }

  @Test
  void aSendNobodyMatchedCanBeCancelledAndAMatchedOneCannot() {
    Ranks.run(
        1,
        rank -> {
          Request first = rank.world().Issend(new int[] {1}, 0, 1, Predefined.INT, 0, 0);
          Request second = rank.world().Isend(new int[] {2}, 0, 1, Predefined.INT, 0, 0);
          Request third = rank.world().Isend(new int[] {3}, 0, 1, Predefined.INT, 0, 0);
          first.Cancel();
          second.Cancel();
          assertThat(first.Wait().Test_cancelled()).isTrue();
          assertThat(second.Wait().Test_cancelled()).isTrue();
          int[] value = new int[1];
          rank.world().Recv(value, 0, 1, Predefined.INT, 0, 0);
          assertThat(value[0]).isEqualTo(3);
          third.Cancel();
          assertThat(third.Wait().Test_cancelled()).isFalse();
        });
  }

  @Test
  void persistentRequestsAreStartedAgainAndAgain() {
    Ranks.runBoth(
        2,
        rank -> {
          double[] data = new double[3];
          int peer = 1 - rank.number();
          Prequest send = rank.world().Send_init(data, 0, 3, Predefined.DOUBLE, peer, 0);
          double[] into = new double[3];
          Prequest receive = rank.world().Recv_init(into, 0, 3, Predefined.DOUBLE, peer, 0);
          assertThat(send.Wait().source).isEqualTo(MPI.ANY_SOURCE);
          for (int round = 0; round < 50; round++) {
            Arrays.fill(data, rank.number() * 100 + round);
            Prequest.Startall(new Prequest[] {receive, send});
            Request.Waitall(new Request[] {send, receive});
            assertThat(into).containsOnly(peer * 100 + round);
            assertThat(receive.Is_null()).isFalse();
          }
          send.free();
          receive.free();
          assertThat(send.Is_null()).isTrue();
          assertThatThrownBy(send::Start)
              .hasMessage("Start: the request was freed: use it before free() only");
        });
  }

  @Test
  void aPersistentRequestIsNotStartedTwice() {
    Ranks.run(
        1,
        rank -> {
          Prequest receive = rank.world().Recv_init(new int[1], 0, 1, Predefined.INT, 0, 0);
          receive.Start();
          assertThatThrownBy(receive::Start)
              .isInstanceOf(MPIException.class)
              .hasMessage("Start: the request is active: complete it with Wait or Test first");
          receive.Cancel();
          receive.Wait();
        });
  }

  @Test
  void aRankThatWaitsForSeveralTellsThem() {
    Ranks.run(
        2,
        rank -> {
          if (rank.number() == 0) {
            Request[] requests = {
              rank.world().Irecv(new int[1], 0, 1, Predefined.INT, 1, 1),
              rank.world().Irecv(new int[1], 0, 1, Predefined.INT, MPI.ANY_SOURCE, 2)
            };
            assertThat(Request.Waitany(requests).index).isEqualTo(1);
          } else {
            Awaitility.await()
                .untilAsserted(
                    () ->
                        assertThat(rank.job().describeWait(0))
                            .isEqualTo(
                                "Waitany(Irecv(source=1, tag=1, MPI.COMM_WORLD),"
                                    + " Irecv(source=MPI.ANY_SOURCE, tag=2, MPI.COMM_WORLD))"));
            rank.world().Send(new int[1], 0, 1, Predefined.INT, 0, 2);
          }
        });
  }

  /**
   * The transfer may complete between the look that failed and the return of Test, because another
   * thread of the rank is in MPI too.
   */
  @Test
  void aTestThatJustMissesTheMessageDoesNotLoseIt() {
    int messages = 20_000;
    Ranks.run(
        2,
        rank -> {
          Intracomm world = rank.world();
          if (rank.number() == 1) {
            for (int i = 0; i < messages; i++) {
              world.Send(new int[] {i}, 0, 1, Predefined.INT, 0, 0);
              world.Recv(new int[0], 0, 0, Predefined.INT, 0, 1);
            }
            return;
          }
          AtomicBoolean over = new AtomicBoolean();
          Thread other =
              Thread.ofPlatform()
                  .start(
                      () -> {
                        while (!over.get()) {
                          world.Iprobe(1, 99);
                        }
                      });
          try {
            for (int i = 0; i < messages; i++) {
              assertNextIs(i, world);
            }
          } finally {
            over.set(true);
            other.join();
          }
        });
  }

  private static void assertNextIs(int value, Intracomm world) {
    int[] box = {-1};
    Request request = world.Irecv(box, 0, 1, Predefined.INT, 1, 0);
    Status status = request.Test();
    while (status == null) {
      status = request.Test();
    }
    assertThat(status.source).isEqualTo(1);
    assertThat(box[0]).isEqualTo(value);
    world.Send(new int[0], 0, 0, Predefined.INT, 1, 1);
  }
}
