/** synchronized (X.class), static synchronized, holdsLock, wait and notify name one lock. */
public class ClassLocks {
  static boolean ready;

  static synchronized boolean held() {
    return Thread.holdsLock(ClassLocks.class);
  }

  public static void main(String[] args) throws Exception {
    System.out.println(held() + " " + Thread.holdsLock(ClassLocks.class));
    Class<?> c = ClassLocks.class;
    synchronized (ClassLocks.class) {
      System.out.println(Thread.holdsLock(c) + " " + Thread.holdsLock(ClassLocks.class));
    }
    Thread t =
        new Thread(
            () -> {
              synchronized (ClassLocks.class) {
                ready = true;
                ClassLocks.class.notifyAll();
              }
            });
    synchronized (c) {
      t.start();
      while (!ready) c.wait();
    }
    t.join();
    System.out.println("woken");
    try {
      ClassLocks.class.notify();
    } catch (IllegalMonitorStateException e) {
      System.out.println(e.getClass());
    }
    Object o = new Object();
    synchronized (o) {
      System.out.println(Thread.holdsLock(o));
      o.notify();
    }
  }
}
