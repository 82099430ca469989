import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;

/** Statics on the threads of every kind of pool. */
public class Pools {
  static final AtomicInteger N = new AtomicInteger();
  static int plain = 100;

  static int next() {
    return N.incrementAndGet() + plain - 100;
  }

  public static void main(String[] args) throws Exception {
    plain = 100 + Integer.parseInt(args[0]);
    try (var p = Executors.newFixedThreadPool(2)) {
      System.out.println(p.submit(Pools::next).get());
    }
    try (var p = Executors.newVirtualThreadPerTaskExecutor()) {
      System.out.println(p.submit(Pools::next).get());
    }
    try (var p = Executors.newWorkStealingPool(2)) {
      System.out.println(p.submit(Pools::next).get());
    }
    try (var p = new ForkJoinPool(2)) {
      System.out.println(p.submit(Pools::next).get());
    }
    try (var p = Executors.newScheduledThreadPool(1)) {
      System.out.println(p.schedule(Pools::next, 1, TimeUnit.MILLISECONDS).get());
    }
    Timer timer = new Timer(true);
    CountDownLatch l = new CountDownLatch(1);
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            System.out.println(next());
            l.countDown();
          }
        },
        1);
    l.await();
    timer.cancel();
  }
}
