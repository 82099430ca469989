import java.lang.ref.*;

/** Weak and soft references behind statics are cleared by the collector. */
public class FinalizeFree {
  static WeakReference<Object> weak = new WeakReference<>(new byte[100]);
  static Object strong = new Object();
  static WeakReference<Object> held = new WeakReference<>(strong);

  public static void main(String[] args) throws Exception {
    for (int i = 0; i < 200 && weak.get() != null; i++) {
      System.gc();
      Thread.sleep(1);
    }
    System.out.println(weak.get() + " " + (held.get() == strong));
  }
}
