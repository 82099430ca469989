import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;

/** Many threads need many classes, which need one another, in many orders: each is made once. */
public class InitRaces {
  static final int CLASSES = 16;
  static final int THREADS = 6;
  static final AtomicIntegerArray INITIALISED = new AtomicIntegerArray(CLASSES);

  /** Takes its time, so that others meet a class that is under way. */
  static int[] fill(int of) {
    INITIALISED.incrementAndGet(of);
    int[] made = new int[500];
    for (int i = 0; i < made.length; i++) {
      made[i] = made[Math.max(0, i - 1)] + of + 1;
      if (i % 100 == 0) Thread.yield();
    }
    return made;
  }

  static class C0 {
    static int[] filled = fill(0);
    static int value = filled[filled.length - 1];

    static int get() {
      return value;
    }
  }

  static class C1 extends C0 {
    static int[] filled = fill(1);
    static int value = filled[filled.length - 1];

    static int get() {
      return value;
    }
  }

  static class C2 {
    static int[] filled = fill(2);
    static int value = filled[filled.length - 1] + C0.value;

    static int get() {
      return value;
    }
  }

  static class C3 extends C1 {
    static int[] filled = fill(3);
    static int value = filled[filled.length - 1] + C0.value;

    static int get() {
      return value;
    }
  }

  static class C4 {
    static int[] filled = fill(4);
    static int value = filled[filled.length - 1] + C0.value;

    static int get() {
      return value;
    }
  }

  static class C5 extends C2 {
    static int[] filled = fill(5);
    static int value = filled[filled.length - 1] + C1.value;

    static int get() {
      return value;
    }
  }

  static class C6 {
    static int[] filled = fill(6);
    static int value = filled[filled.length - 1] + C1.value;

    static int get() {
      return value;
    }
  }

  static class C7 extends C3 {
    static int[] filled = fill(7);
    static int value = filled[filled.length - 1] + C1.value;

    static int get() {
      return value;
    }
  }

  static class C8 {
    static int[] filled = fill(8);
    static int value = filled[filled.length - 1] + C2.value;

    static int get() {
      return value;
    }
  }

  static class C9 extends C4 {
    static int[] filled = fill(9);
    static int value = filled[filled.length - 1] + C2.value;

    static int get() {
      return value;
    }
  }

  static class C10 {
    static int[] filled = fill(10);
    static int value = filled[filled.length - 1] + C2.value;

    static int get() {
      return value;
    }
  }

  static class C11 extends C5 {
    static int[] filled = fill(11);
    static int value = filled[filled.length - 1] + C3.value;

    static int get() {
      return value;
    }
  }

  static class C12 {
    static int[] filled = fill(12);
    static int value = filled[filled.length - 1] + C3.value;

    static int get() {
      return value;
    }
  }

  static class C13 extends C6 {
    static int[] filled = fill(13);
    static int value = filled[filled.length - 1] + C3.value;

    static int get() {
      return value;
    }
  }

  static class C14 {
    static int[] filled = fill(14);
    static int value = filled[filled.length - 1] + C4.value;

    static int get() {
      return value;
    }
  }

  static class C15 extends C7 {
    static int[] filled = fill(15);
    static int value = filled[filled.length - 1] + C4.value;

    static int get() {
      return value;
    }
  }

  static int use(int i) {
    return switch (i) {
      case 0 -> C0.get();
      case 1 -> new C1().filled[0] - C1.filled[0] + C1.value;
      case 2 -> C2.value;
      case 3 -> C3.get();
      case 4 -> new C4().filled[0] - C4.filled[0] + C4.value;
      case 5 -> C5.value;
      case 6 -> C6.get();
      case 7 -> new C7().filled[0] - C7.filled[0] + C7.value;
      case 8 -> C8.value;
      case 9 -> C9.get();
      case 10 -> new C10().filled[0] - C10.filled[0] + C10.value;
      case 11 -> C11.value;
      case 12 -> C12.get();
      case 13 -> new C13().filled[0] - C13.filled[0] + C13.value;
      case 14 -> C14.value;
      case 15 -> C15.get();
      default -> throw new IllegalArgumentException();
    };
  }

  public static void main(String[] args) throws Exception {
    CyclicBarrier together = new CyclicBarrier(THREADS);
    List<Future<List<Integer>>> seen = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
      for (int t = 0; t < THREADS; t++) {
        Random random = new Random(t + System.nanoTime());
        seen.add(
            pool.submit(
                () -> {
                  List<Integer> order = new ArrayList<>();
                  for (int i = 0; i < CLASSES; i++) order.add(i);
                  Collections.shuffle(order, random);
                  Integer[] got = new Integer[CLASSES];
                  together.await();
                  for (int i : order) got[i] = use(i);
                  return List.of(got);
                }));
      }
      Set<List<Integer>> different = new HashSet<>();
      for (Future<List<Integer>> each : seen) different.add(each.get());
      System.out.println(different + " " + INITIALISED);
    }
  }
}
