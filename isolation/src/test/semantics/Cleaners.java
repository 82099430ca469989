import java.lang.ref.*;
import java.util.concurrent.*;

/** A cleaning action that uses statics. */
public class Cleaners {
  static int n;
  static final CountDownLatch DONE = new CountDownLatch(1);

  public static void main(String[] args) throws Exception {
    n = Integer.parseInt(args[0]);
    Cleaner c = Cleaner.create();
    Cleaner.Cleanable k =
        c.register(
            new Object(),
            () -> {
              n++;
              DONE.countDown();
            });
    k.clean();
    DONE.await();
    System.out.println(n);
    Object o = new Object();
    CountDownLatch gone = new CountDownLatch(1);
    c.register(
        o,
        () -> {
          n += 100;
          gone.countDown();
        });
    o = null;
    while (!gone.await(10, TimeUnit.MILLISECONDS)) System.gc();
    System.out.println(n);
  }
}
