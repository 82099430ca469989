import java.util.concurrent.*;

/** Two classes that need one another, begun by two threads, deadlock as in the JVM. */
public class InitDeadlock {
  static final CountDownLatch IN_A = new CountDownLatch(1), IN_B = new CountDownLatch(1);

  static class A {
    static {
      IN_A.countDown();
      await(IN_B);
    }

    static int x = B.y;
  }

  static class B {
    static {
      IN_B.countDown();
      await(IN_A);
    }

    static int y = A.x;
  }

  static void await(CountDownLatch l) {
    try {
      l.await();
    } catch (InterruptedException e) {
      throw new RuntimeException(e);
    }
  }

  public static void main(String[] args) throws Exception {
    Thread a = new Thread(() -> System.out.println(A.x)),
        b = new Thread(() -> System.out.println(B.y));
    a.setDaemon(true);
    b.setDaemon(true);
    a.start();
    b.start();
    IN_A.await();
    IN_B.await();
    a.join(500);
    b.join(500);
    System.out.println(a.isAlive() + " " + b.isAlive());
    System.exit(3);
  }
}
