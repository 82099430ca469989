import java.util.concurrent.atomic.*;

/** Atomic counters and field updaters behind statics. */
public class AtomicsOfStatics {
  static final AtomicInteger A = new AtomicInteger();
  static final LongAdder L = new LongAdder();
  volatile int f;
  static final AtomicIntegerFieldUpdater<AtomicsOfStatics> U =
      AtomicIntegerFieldUpdater.newUpdater(AtomicsOfStatics.class, "f");
  static final AtomicsOfStatics ME = new AtomicsOfStatics();

  public static void main(String[] args) {
    int n = Integer.parseInt(args[0]);
    for (int i = 0; i < n * 100; i++) {
      A.incrementAndGet();
      L.increment();
      U.incrementAndGet(ME);
    }
    System.out.println(A + " " + L + " " + ME.f);
  }
}
