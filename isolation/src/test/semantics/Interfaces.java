import java.util.*;
import java.util.concurrent.atomic.*;

/** Interface constants that are computed, static and private interface methods. */
public class Interfaces {
  interface Ids {
    AtomicInteger NEXT = new AtomicInteger(10);
    List<String> LOG = new ArrayList<>();

    static int next() {
      log("n");
      return NEXT.incrementAndGet();
    }

    private static void log(String s) {
      LOG.add(s);
    }

    default int mine() {
      return next() + LOG.size();
    }
  }

  static class Impl implements Ids {
    int sum() {
      return NEXT.get() + Ids.super.mine();
    }
  }

  public static void main(String[] args) {
    for (int i = 0; i < Integer.parseInt(args[0]); i++) Ids.next();
    System.out.println(new Impl().sum() + " " + Ids.LOG + Impl.NEXT);
  }
}
