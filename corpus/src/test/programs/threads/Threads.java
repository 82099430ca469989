import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

class Threads {
  public static void main(String[] arguments) throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    ThreadGroup own = new ThreadGroup("own");
    for (int i = 0; i < 3; i++) {
      Thread thread = new Thread(own, () -> await(go), "own-" + i);
      thread.setDaemon(true);
      thread.start();
    }
    System.out.println(names(Thread.getAllStackTraces().keySet()));
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    System.out.println(root.getName() + " " + root.getParent().getName());
    root = root.getParent();
    System.out.println(root.getParent());
    Thread[] threads = new Thread[root.activeCount() + 10];
    int count = root.enumerate(threads);
    System.out.println(names(List.of(java.util.Arrays.copyOf(threads, count))));
    System.out.println(count == root.activeCount());
    ThreadGroup[] groups = new ThreadGroup[20];
    List<String> found = new ArrayList<>();
    for (int i = root.enumerate(groups) - 1; i >= 0; i--) {
      if (!groups[i].getName().startsWith("Innocuous")) {
        found.add(groups[i].getName());
      }
    }
    found.sort(null);
    System.out.println(found);
    CountDownLatch cleaned = new CountDownLatch(1);
    Object garbage = new Object();
    Cleaner cleaner = Cleaner.create();
    Cleaner.Cleanable cleanable =
        cleaner.register(
            garbage,
            () -> {
              System.out.println("cleaned " + Thread.currentThread().isDaemon());
              cleaned.countDown();
            });
    garbage = null;
    while (cleaned.getCount() > 0) {
      System.gc();
      cleaned.await(50, java.util.concurrent.TimeUnit.MILLISECONDS);
    }
    go.countDown();
  }

  private static List<String> names(Iterable<Thread> threads) {
    List<String> names = new ArrayList<>();
    for (Thread thread : threads) {
      if (thread.getName().startsWith("own") || thread.getName().equals("main")) {
        names.add(thread.getName());
      }
      if (thread.getName().contains("/") || thread.getName().startsWith("pool")) {
        names.add(thread.getName() + "?");
      }
    }
    names.sort(null);
    return names;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      return;
    }
  }
}
