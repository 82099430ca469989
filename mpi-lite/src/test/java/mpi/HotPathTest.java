package mpi;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * What the engine promises to cost, counted rather than timed: bytes allocated per message, and
 * copies of a large one.
 */
class HotPathTest {
  private static final int BATCH = 2_000;

  /** The JIT may need that many before it has removed what need not be allocated. */
  private static final int BATCHES = 500;

  /** The status that Recv returns, where the JIT has not seen yet that nobody looks at it. */
  private static final int STATUS_BYTES = 48;

  private static final ThreadLocal<long[]> OWN = ThreadLocal.withInitial(() -> new long[64]);

  /** One operation of a rank. */
  private interface Step {
    void run(Ranks.Rank rank);
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }

  /** Runs until some batch allocates at most {@code most} bytes per step on rank 0. */
  private static void allocatesAtMost(int most, Step step) {
    Ranks.run(
        2,
        rank -> {
          int[] enough = new int[1];
          for (int batch = 0; batch < BATCHES && enough[0] == 0; batch++) {
            long before = allocated();
            for (int i = 0; i < BATCH; i++) {
              step.run(rank);
            }
            enough[0] = (allocated() - before) / BATCH <= most ? 1 : 0;
            rank.world().Bcast(enough, 0, 1, Predefined.INT, 0);
          }
          assertThat(enough[0]).as("a batch with at most %d bytes per step", most).isOne();
        });
  }

  @Test
  void smallMessagesMakeNoGarbage() {
    allocatesAtMost(
        STATUS_BYTES,
        rank -> {
          long[] own = OWN.get();
          if (rank.number() == 0) {
            rank.world().Send(own, 0, 1, Predefined.LONG, 1, 5);
            rank.world().Recv(own, 0, 1, Predefined.LONG, 1, 5);
          } else {
            rank.world().Recv(own, 0, 1, Predefined.LONG, 0, 5);
            rank.world().Send(own, 0, 1, Predefined.LONG, 0, 5);
          }
        });
  }

  @Test
  void theOtherDialectTakesTheSameShortWay() {
    allocatesAtMost(
        STATUS_BYTES,
        rank -> {
          long[] own = OWN.get();
          if (rank.number() == 0) {
            rank.world().send(own, 1, Predefined.LONG, 1, 5);
            rank.world().recv(own, 1, Predefined.LONG, 1, 5);
          } else {
            rank.world().recv(own, 1, Predefined.LONG, 0, 5);
            rank.world().send(own, 1, Predefined.LONG, 0, 5);
          }
        });
  }

  @Test
  void sendingSmallMessagesMakesNone() {
    allocatesAtMost(
        0,
        rank -> {
          if (rank.number() == 0) {
            rank.world().Send(OWN.get(), 0, 5, Predefined.LONG, 1, 5);
          } else {
            rank.world().Recv(OWN.get(), 0, 5, Predefined.LONG, 0, 5);
          }
          rank.world().Barrier();
        });
  }

  @Test
  void smallCollectivesMakeNoGarbage() {
    allocatesAtMost(
        0,
        rank -> {
          long[] own = OWN.get();
          rank.world().Barrier();
          rank.world().Allreduce(own, 0, own, 8, 2, Predefined.LONG, Predefined.SUM);
          rank.world().Bcast(own, 0, 8, Predefined.LONG, 1);
          rank.world().Alltoall(own, 0, 1, Predefined.LONG, own, 8, 1, Predefined.LONG);
        });
  }

  /** A copy in between would need as much memory as the message has. */
  @Test
  void aLargeMessageIsCopiedStraightIntoTheReceiversBuffer() {
    int length = 1 << 20;
    Ranks.runBoth(
        2,
        rank -> {
          byte[] data = new byte[length];
          Arrays.fill(data, (byte) (rank.number() + 1));
          long before = allocated();
          for (int i = 0; i < 20; i++) {
            if (rank.number() == 0) {
              rank.world().Send(data, 0, length, Predefined.BYTE, 1, i);
            } else {
              rank.world().Recv(data, 0, length, Predefined.BYTE, 0, i);
            }
          }
          boolean isCounted = !Thread.currentThread().isVirtual();
          assertThat(isCounted ? allocated() - before : 0).isLessThan(length);
          assertThat(data).containsOnly(1);
        });
  }
}
