import java.net.*;
import java.util.concurrent.*;

/** A URLClassLoader that looks at itself first: which name is whose, and statics of both. */
public class DefineByUrl {
  public static int n = 1;
  public static final StringBuilder LOG = new StringBuilder();

  public enum Mood {
    GOOD,
    BAD;
    public int times;
  }

  public static class Shown {
    public static String name = "shown";

    static {
      LOG.append("Shown ");
    }

    public Shown(int ignored) {}
  }

  /** Both this and Second are the loader's own, and need one another. */
  public static class First implements Callable<String> {
    public static int own = Second.START;

    @Override
    public String call() {
      n += own++;
      Mood.BAD.times += n;
      synchronized (DefineByUrl.class) {
        LOG.append("call ");
      }
      new Shown(next());
      Callable<Integer> later = () -> n * 100;
      try {
        return n
            + " "
            + own
            + " "
            + Second.tell()
            + Shown.name
            + Mood.BAD.times
            + " "
            + later.call();
      } catch (Exception e) {
        return e.toString();
      }
    }

    static int next() {
      LOG.append("argument ");
      return 1;
    }
  }

  public static class Second extends First {
    public static final int START = Integer.parseInt("7");
    static long calls = 1L << 40;

    static String tell() {
      calls += n;
      LOG.append("tell ");
      return own + "/" + calls + " ";
    }
  }

  static class SelfFirst extends URLClassLoader {
    SelfFirst(URL from) {
      super(new URL[] {from}, DefineByUrl.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        if (!name.endsWith("First") && !name.endsWith("Second")) {
          return super.loadClass(name, resolve);
        }
        Class<?> known = findLoadedClass(name);
        return known == null ? findClass(name) : known;
      }
    }
  }

  public static void main(String[] args) throws Exception {
    n = Integer.parseInt(args[0]) * 10;
    URL here = DefineByUrl.class.getProtectionDomain().getCodeSource().getLocation();
    for (String name : new String[] {"First", "Second", "First"}) {
      try (SelfFirst loader = new SelfFirst(here)) {
        Class<?> c = loader.loadClass("DefineByUrl$" + name);
        Callable<?> p = (Callable<?>) c.getDeclaredConstructor().newInstance();
        System.out.println(p.call() + " | " + p.call() + " " + (c == First.class));
      }
    }
    System.out.println(n + " " + First.own + " " + Mood.BAD.times + " " + LOG);
  }
}
