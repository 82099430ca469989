import java.util.*;
import java.util.concurrent.*;
import java.util.function.*;

/** Listeners, caches and memo tables in static collections. */
public class Listeners {
  static final List<Consumer<String>> ALL = new CopyOnWriteArrayList<>();
  static final Map<Integer, Long> MEMO = new HashMap<>();

  static long fib(int n) {
    Long k = MEMO.get(n);
    if (k != null) return k;
    long v = n < 2 ? n : fib(n - 1) + fib(n - 2);
    MEMO.put(n, v);
    return v;
  }

  public static void main(String[] args) {
    ALL.add(s -> System.out.println("heard " + s));
    ALL.forEach(c -> c.accept(args[0]));
    System.out.println(fib(40) + " " + MEMO.size() + " " + ALL.size());
  }
}
