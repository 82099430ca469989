/** Static synchronized methods exclude one another within the program. */
public class SynchronizedStatics {
  static int n;

  static synchronized void add() {
    n++;
  }

  static synchronized int nested() {
    add();
    return n;
  }

  public static void main(String[] args) throws Exception {
    Thread[] all = new Thread[4];
    for (int i = 0; i < 4; i++) {
      all[i] =
          new Thread(
              () -> {
                for (int k = 0; k < 20000; k++) add();
              });
      all[i].start();
    }
    for (Thread t : all) t.join();
    System.out.println(nested());
  }
}
