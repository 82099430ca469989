/** synchronized on an enum constant and on interned strings. */
public class EnumLocks {
  enum E {
    A
  }

  public static void main(String[] args) throws Exception {
    synchronized (E.A) {
      System.out.println(Thread.holdsLock(E.A));
      Thread t =
          new Thread(
              () -> {
                synchronized (E.A) {
                  E.A.notifyAll();
                }
              });
      t.start();
      E.A.wait(2000);
      t.join();
    }
    System.out.println("done");
  }
}
