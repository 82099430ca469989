/** A program that holds its class lock for ever does not stop another. */
public class LocksAreNotShared {
  static synchronized void forever() throws Exception {
    if (Integer.parseInt(System.getProperty("hold", "0")) > 0) Thread.sleep(100);
    System.out.println("held");
  }

  public static void main(String[] args) throws Exception {
    synchronized (LocksAreNotShared.class) {
      forever();
    }
    synchronized (String.class) {
      System.out.println("jdk");
    }
  }
}
