import java.util.*;

/** Generic static caches, bridge methods, varargs, inheritance of statics. */
public class Generics {
  abstract static class Base<T> {
    static int bases;
    static final Map<Object, Object> CACHE = new LinkedHashMap<>();

    abstract T make();

    @SuppressWarnings("unchecked")
    T get(Object k) {
      bases++;
      return (T) CACHE.computeIfAbsent(k, x -> make());
    }
  }

  static class Ints extends Base<Integer> {
    static int n;

    @Override
    Integer make() {
      return ++n + bases;
    }
  }

  @SafeVarargs
  static <T> int count(T... t) {
    return Ints.bases += t.length;
  }

  public static void main(String[] args) {
    Ints i = new Ints();
    System.out.println(
        i.get("a")
            + " "
            + i.get("b")
            + " "
            + i.get("a")
            + " "
            + Base.CACHE
            + count(1, 2, 3)
            + Ints.CACHE.size());
  }
}
