package mpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import org.junit.jupiter.api.Test;

class WinTest {
  private static IntBuffer ints(int... values) {
    IntBuffer buffer =
        ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.nativeOrder()).asIntBuffer();
    return buffer.put(values).flip();
  }

  private static Win window(Ranks.Rank rank, IntBuffer base) {
    return new Win(base, base.capacity(), 1, Predefined.INFO_NULL, rank.world());
  }

  @Test
  void fencesOrderPutsAndGets() {
    Ranks.runBoth(
        3,
        rank -> {
          IntBuffer base = ints(0, 0, 0);
          Win win = window(rank, base);
          win.fence(0);
          for (int target = 0; target < 3; target++) {
            win.put(
                ints(rank.number() + 1),
                1,
                Predefined.INT,
                target,
                rank.number(),
                1,
                Predefined.INT);
          }
          win.fence(0);
          assertThat(base.get(0) * 100 + base.get(1) * 10 + base.get(2)).isEqualTo(123);
          IntBuffer got = ints(0);
          win.get(got, 1, Predefined.INT, (rank.number() + 1) % 3, 2, 1, Predefined.INT);
          assertThat(got.get(0)).isEqualTo(3);
          win.fence(MPI.MODE_NOSUCCEED);
          win.free();
        });
  }

  @Test
  void accumulatesOfManyRanksAreAtomic() {
    Ranks.runBoth(
        4,
        rank -> {
          IntBuffer base = ints(0, 100);
          Win win = window(rank, base);
          win.lockAll(0);
          IntBuffer old = ints(0);
          for (int i = 0; i < 500; i++) {
            win.accumulate(ints(1), 1, Predefined.INT, 0, 0, 1, Predefined.INT, Predefined.SUM);
            win.fetchAndOp(ints(2), old, Predefined.INT, 0, 1, Predefined.SUM);
          }
          win.flush(0);
          win.unlockAll();
          rank.world().barrier();
          if (rank.number() == 0) {
            assertThat(base.get(0)).isEqualTo(2000);
            assertThat(base.get(1)).isEqualTo(4100);
          }
          win.free();
        });
  }

  @Test
  void compareAndSwapSucceedsOnce() {
    Ranks.runBoth(
        3,
        rank -> {
          Win win = window(rank, ints(-1));
          win.lock(MPI.LOCK_SHARED, 0, 0);
          IntBuffer found = ints(0);
          win.compareAndSwap(ints(rank.number()), ints(-1), found, Predefined.INT, 0, 0);
          win.unlock(0);
          int[] winners = {found.get(0) == -1 ? 1 : 0};
          rank.world().allReduce(winners, 1, Predefined.INT, Predefined.SUM);
          assertThat(winners[0]).isEqualTo(1);
          win.free();
        });
  }

  @Test
  void anExclusiveLockExcludes() {
    Ranks.runBoth(
        4,
        rank -> {
          IntBuffer base = ints(0);
          Win win = window(rank, base);
          for (int i = 0; i < 100; i++) {
            win.lock(MPI.LOCK_EXCLUSIVE, 0, 0);
            IntBuffer value = ints(0);
            win.get(value, 1, Predefined.INT, 0, 0, 1, Predefined.INT);
            value.put(0, value.get(0) + 1);
            win.put(value, 1, Predefined.INT, 0, 0, 1, Predefined.INT);
            win.unlock(0);
          }
          rank.world().barrier();
          if (rank.number() == 0) {
            assertThat(base.get(0)).isEqualTo(400);
          }
          win.free();
        });
  }

  @Test
  void postStartCompleteWaitPairsTheRanks() {
    Ranks.runBoth(
        2,
        rank -> {
          IntBuffer base = ints(0);
          Win win = window(rank, base);
          Group other = win.getGroup().incl(new int[] {1 - rank.number()});
          for (int round = 1; round <= 20; round++) {
            if (rank.number() == 0) {
              win.start(other, 0);
              win.put(ints(round), 1, Predefined.INT, 1, 0, 1, Predefined.INT);
              win.complete();
            } else {
              win.post(other, 0);
              win.waitFor();
              assertThat(base.get(0)).isEqualTo(round);
            }
          }
          win.free();
        });
  }

  @Test
  void sharedMemoryIsLoadedAndStoredByAll() {
    Ranks.run(
        3,
        rank -> {
          Win win =
              new Win(
                  2,
                  1,
                  Predefined.INFO_NULL,
                  rank.world(),
                  IntBuffer.allocate(0),
                  Win.FLAVOR_SHARED);
          win.fence(0);
          win.sharedQuery(rank.number()).setAtIndex(ValueLayout.JAVA_INT, 1, 7 + rank.number());
          win.fence(0);
          int next = (rank.number() + 1) % 3;
          assertThat(win.sharedQuery(next).getAtIndex(ValueLayout.JAVA_INT, 1)).isEqualTo(7 + next);
          // One piece of memory: the next rank's part begins where this one's ends.
          if (rank.number() == 0) {
            assertThat(win.sharedQuery(1).address() - win.sharedQuery(0).address()).isEqualTo(8);
          }
          win.fence(MPI.MODE_NOSUCCEED);
          win.free();
        });
  }

  @Test
  void aDynamicWindowGrows() {
    Ranks.run(
        2,
        rank -> {
          Win win = new Win(Predefined.INFO_NULL, rank.world());
          IntBuffer mine = ints(rank.number() + 5, 0);
          win.attach(mine, 2);
          rank.world().barrier();
          win.lock(MPI.LOCK_SHARED, 1 - rank.number(), 0);
          IntBuffer got = ints(0);
          win.get(got, 1, Predefined.INT, 1 - rank.number(), 0, 1, Predefined.INT);
          win.unlock(1 - rank.number());
          assertThat(got.get(0)).isEqualTo(6 - rank.number());
          rank.world().barrier();
          win.detach(mine);
          assertThatThrownBy(() -> win.detach(mine))
              .hasMessage("detach: this buffer is not attached: attach it before");
          win.free();
        });
  }

  @Test
  void misuseIsTold() {
    Ranks.run(
        2,
        rank -> {
          Win win = window(rank, ints(0));
          assertThatThrownBy(() -> win.put(ints(1), 1, Predefined.INT, 1, 0, 1, Predefined.INT))
              .hasMessage(
                  "put: no epoch is open: call fence, lock or start before,"
                      + " and the other end of it after");
          win.fence(0);
          assertThatThrownBy(() -> win.put(ints(1), 1, Predefined.INT, 1, 1, 1, Predefined.INT))
              .hasMessage(
                  "put: 1 items of MPI.INT at displacement 1 (byte 4) reach beyond the 4 bytes of"
                      + " rank 1: use a smaller displacement or count");
          assertThatThrownBy(() -> win.get(ints(1), 1, Predefined.INT, 2, 0, 1, Predefined.INT))
              .hasMessage("get: target 2 is not a rank of MPI.COMM_WORLD: use 0..1");
          win.put(ints(1), 1, Predefined.INT, MPI.PROC_NULL, 99, 1, Predefined.INT);
          assertThatThrownBy(() -> win.unlock(0))
              .hasMessage("unlock: rank 0 is not locked: lock it first");
          assertThatThrownBy(() -> win.lock(9, 0, 0))
              .hasMessage("lock: 9 is no lock type: use MPI.LOCK_EXCLUSIVE or MPI.LOCK_SHARED");
          win.fence(MPI.MODE_NOSUCCEED);
          win.free();
          assertThatThrownBy(win::free)
              .hasMessage("free: the window was freed: use it before free() only");
        });
  }
}
