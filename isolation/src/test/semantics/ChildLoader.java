import java.io.*;
import java.util.concurrent.*;

/** A loader of the program's own defines classes that use statics of others. */
public class ChildLoader {
  public static int n = 1;

  public static class Plug implements Callable<String> {
    static int own = 5;

    static {
      System.out.println("Plug");
    }

    @Override
    public String call() {
      return "n" + ++n + " own" + ++own;
    }
  }

  static class Mine extends ClassLoader {
    Mine() {
      super(ChildLoader.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.endsWith("$Plug")) return super.loadClass(name, resolve);
      Class<?> known = findLoadedClass(name);
      if (known != null) return known;
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] b = in.readAllBytes();
        return defineClass(name, b, 0, b.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  public static void main(String[] args) throws Exception {
    n = Integer.parseInt(args[0]) * 10;
    for (int i = 0; i < 2; i++) {
      Class<?> c = new Mine().loadClass("ChildLoader$Plug");
      Callable<?> p = (Callable<?>) c.getDeclaredConstructor().newInstance();
      System.out.println(p.call() + " " + p.call() + " " + (c == Plug.class));
    }
    System.out.println(new Plug().call() + n);
  }
}
