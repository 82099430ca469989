import java.util.*;

/** An enum with one constant used as a stateful singleton. */
public class EnumSingleton {
  enum Registry {
    INSTANCE;
    private final Map<String, Integer> map = new TreeMap<>();
    private int next;

    int id(String s) {
      return map.computeIfAbsent(s, k -> next++);
    }
  }

  public static void main(String[] args) {
    for (int i = 0; i < 3; i++) System.out.println(Registry.INSTANCE.id(args[0] + i));
    System.out.println(Registry.INSTANCE.map);
  }
}
