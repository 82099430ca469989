import java.util.*;

/** ClassValue and maps keyed by Class belong to the program. */
public class ClassValues {
  static int computed;
  static final ClassValue<String> V =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> c) {
          return c.getSimpleName() + ++computed;
        }
      };
  static final Map<Class<?>, Integer> M = new HashMap<>();

  public static void main(String[] args) {
    System.out.println(
        V.get(String.class) + V.get(ClassValues.class) + V.get(String.class) + computed);
    M.merge(ClassValues.class, Integer.parseInt(args[0]), Integer::sum);
    System.out.println(M.get(ClassValues.class));
    V.remove(String.class);
    System.out.println(V.get(String.class));
  }
}
