import java.util.*;
import java.util.concurrent.*;
import java.util.stream.*;

/** Statics on the common pool: parallel streams and CompletableFuture. */
public class CommonPools {
  static int factor = 1;

  static int times(int x) {
    return x * factor;
  }

  static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

  public static void main(String[] args) throws Exception {
    factor = Integer.parseInt(args[0]) + 1;
    System.out.println(IntStream.range(0, 10000).parallel().map(CommonPools::times).sum());
    System.out.println(
        CompletableFuture.supplyAsync(() -> times(21)).thenApplyAsync(CommonPools::times).get());
    System.out.println(ForkJoinPool.commonPool().submit(() -> times(5)).get());
    int[] a = new int[20000];
    Arrays.parallelSetAll(a, CommonPools::times);
    System.out.println(a[7]);
    System.out.println(
        CompletableFuture.supplyAsync(
                () -> times(2), CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS))
            .get());
  }
}
