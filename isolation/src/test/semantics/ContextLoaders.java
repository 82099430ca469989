/** The context class loader is the program's loader until it sets another; threads inherit it. */
public class ContextLoaders {
  static ClassLoader get() {
    return Thread.currentThread().getContextClassLoader();
  }

  static int n = 3;

  public static void main(String[] args) throws Exception {
    ClassLoader mine = ContextLoaders.class.getClassLoader();
    System.out.println((get() == mine) + " " + (ClassLoader.getSystemClassLoader() == mine));
    ClassLoader other = new ClassLoader(mine) {};
    Thread.currentThread().setContextClassLoader(other);
    n++;
    System.out.println((get() == other) + " " + n);
    Thread t =
        new Thread(
            () -> {
              n++;
              System.out.println((get() == other) + " " + n);
              Thread.currentThread().setContextClassLoader(null);
              n++;
              System.out.println(get() + " " + n);
            });
    System.out.println(t.getContextClassLoader() == other);
    t.start();
    t.join();
    Thread u =
        new Thread(
            () -> {
              n++;
              System.out.println((get() == mine) + " " + n);
            });
    u.setContextClassLoader(mine);
    u.start();
    u.join();
    Thread.ofVirtual()
        .start(
            () -> {
              n++;
              System.out.println((get() == other) + " " + n);
            })
        .join();
    Thread.currentThread().setContextClassLoader(mine);
    System.out.println(Class.forName("ContextLoaders", true, get()) == ContextLoaders.class);
    System.out.println(get().getResource("ContextLoaders.class") != null);
  }
}
