/** ThreadLocal and InheritableThreadLocal statics. */
public class ThreadLocals {
  static final ThreadLocal<Integer> T = ThreadLocal.withInitial(() -> next());
  static final InheritableThreadLocal<String> I = new InheritableThreadLocal<>();
  static int n;

  static synchronized int next() {
    return ++n;
  }

  public static void main(String[] args) throws Exception {
    I.set("i" + args[0]);
    System.out.println(T.get() + I.get());
    Thread t = new Thread(() -> System.out.println(T.get() + I.get()));
    t.start();
    t.join();
    Thread.ofVirtual().start(() -> System.out.println(T.get() + I.get())).join();
    System.out.println(T.get() + " " + n);
  }
}
