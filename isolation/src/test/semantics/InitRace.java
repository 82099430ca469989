import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;

/** Many threads meet at one initialiser: it runs once, all see it complete. */
public class InitRace {
  static class C {
    static final AtomicInteger RUNS = new AtomicInteger();
    static int[] data = new int[100];

    static {
      RUNS.incrementAndGet();
      for (int i = 0; i < 100; i++) {
        data[i] = i;
        Thread.yield();
      }
    }

    static int sum() {
      int s = 0;
      for (int d : data) s += d;
      return s;
    }
  }

  public static void main(String[] args) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(8);
    List<Thread> all = new ArrayList<>();
    Set<Integer> sums = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 8; i++) {
      Runnable r =
          () -> {
            try {
              barrier.await();
              sums.add(C.sum());
            } catch (Exception e) {
              throw new RuntimeException(e);
            }
          };
      all.add(i % 2 == 0 ? new Thread(r) : Thread.ofVirtual().unstarted(r));
    }
    for (Thread t : all) t.start();
    for (Thread t : all) t.join();
    System.out.println(sums + " " + C.RUNS);
  }
}
