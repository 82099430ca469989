import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

class Common {
  public static void main(String[] arguments) throws Exception {
    System.out.println(ForkJoinPool.getCommonPoolParallelism());
    System.out.println(CompletableFuture.supplyAsync(Common::where).get());
    System.out.println(ForkJoinPool.commonPool().submit(Common::where).get());
    System.out.println(
        IntStream.range(0, 1000).parallel().mapToObj(i -> mine()).distinct().toList());
    System.out.println(ForkJoinTask.adapt(() -> mine()).fork().get());
    CompletableFuture<String> late = new CompletableFuture<>();
    System.out.println(late.completeOnTimeout("late", 10, TimeUnit.MILLISECONDS).get());
    CountDownLatch thrown = new CountDownLatch(1);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> {
          System.out.println("handler: " + e.getMessage());
          thrown.countDown();
        });
    Thread failing =
        new Thread(
            () -> {
              throw new IllegalStateException("boom");
            });
    failing.start();
    thrown.await();
    System.out.println(
        CompletableFuture.supplyAsync(() -> "a")
            .thenApplyAsync(a -> a + System.getProperty("who"))
            .get());
    CompletableFuture.runAsync(() -> System.exit(4));
    Thread.sleep(60_000);
  }

  private static String where() {
    Thread thread = Thread.currentThread();
    return thread.getName().replaceAll("[0-9]+", "N") + " " + thread.isDaemon() + " " + mine();
  }

  private static boolean mine() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == Common.class.getClassLoader()
        && context == ClassLoader.getSystemClassLoader()
        && System.getProperty("who").equals("common");
  }
}
