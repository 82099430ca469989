import java.net.*;

/** A loader that asks no parent, and another below it: what their classes do is the program's. */
public class NoParent {
  public static class Apart {
    public static String tell(long pid) throws Exception {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
      return System.getProperty("who")
          + (ProcessHandle.current().pid() == pid)
          + (Thread.currentThread().getContextClassLoader() == Apart.class.getClassLoader())
          + Apart.class.getMethod("loops").invoke(null);
    }

    public static int loops() {
      int sum = 0;
      for (int i = 0; i < 10; i++) {
        try {
          sum += i / (i % 2);
        } catch (Exception e) {
          sum++;
        }
      }
      return sum;
    }

    public static void exit(int code) {
      try {
        System.exit(code);
      } finally {
        System.out.println("not reached");
      }
    }
  }

  public static void main(String[] args) throws Exception {
    URL here = NoParent.class.getProtectionDomain().getCodeSource().getLocation();
    URLClassLoader none = new URLClassLoader(new URL[] {here}, null);
    URLClassLoader platform =
        new URLClassLoader(new URL[] {here}, ClassLoader.getPlatformClassLoader());
    URLClassLoader below = new URLClassLoader(new URL[0], none);
    long pid = ProcessHandle.current().pid();
    for (ClassLoader loader : new ClassLoader[] {none, platform, below}) {
      Class<?> apart = loader.loadClass("NoParent$Apart");
      System.out.println(apart.getMethod("tell", long.class).invoke(null, pid));
    }
    Class<?> last = platform.loadClass("NoParent$Apart");
    last.getMethod("exit", int.class).invoke(null, Integer.parseInt(args[0]));
  }
}
