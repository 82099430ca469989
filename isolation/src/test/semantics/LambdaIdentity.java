import java.util.*;

/** A non-capturing lambda as a key and as a lock. */
public class LambdaIdentity {
  static Runnable r() {
    return () -> {};
  }

  static final Map<Object, Integer> MAP = new IdentityHashMap<>();

  public static void main(String[] args) throws Exception {
    for (int i = 0; i < 3; i++) MAP.merge(r(), 1, Integer::sum);
    System.out.println(MAP.values());
    Object lock = r();
    synchronized (lock) {
      System.out.println(Thread.holdsLock(lock));
    }
  }
}
