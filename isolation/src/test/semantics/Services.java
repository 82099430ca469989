import java.util.*;

/** ServiceLoader-like lookups by context loader with static registries. */
public class Services {
  static final Map<String, Object> REG = new TreeMap<>();

  static Object make(String n) throws Exception {
    Class<?> c = Class.forName(n, true, Thread.currentThread().getContextClassLoader());
    Object o = c.getDeclaredConstructor().newInstance();
    REG.put(n, o);
    return o;
  }

  public static class One {
    static int made;
    final int id = ++made;

    @Override
    public String toString() {
      return "one" + id;
    }
  }

  public static void main(String[] args) throws Exception {
    for (int i = 0; i < Integer.parseInt(args[0]); i++) make("Services$One");
    System.out.println(REG);
    System.out.println(ServiceLoader.load(Runnable.class).findFirst().isPresent());
  }
}
