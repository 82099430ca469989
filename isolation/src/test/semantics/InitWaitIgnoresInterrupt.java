import java.util.concurrent.*;

/** A thread that waits for an initialiser is not woken by an interrupt and keeps it. */
public class InitWaitIgnoresInterrupt {
  static final CountDownLatch IN = new CountDownLatch(1), GO = new CountDownLatch(1);

  static class C {
    static {
      IN.countDown();
      try {
        GO.await();
      } catch (InterruptedException e) {
        System.out.println("?");
      }
    }

    static int v = 8;
  }

  public static void main(String[] args) throws Exception {
    Thread first = new Thread(() -> C.v++);
    first.start();
    IN.await();
    Thread second =
        new Thread(
            () -> {
              int v = C.v;
              System.out.println((v > 7) + " " + Thread.currentThread().isInterrupted());
            });
    second.start();
    while (second.getState() != Thread.State.WAITING && second.getState() != Thread.State.RUNNABLE)
      Thread.yield();
    second.interrupt();
    GO.countDown();
    first.join();
    second.join();
  }
}
