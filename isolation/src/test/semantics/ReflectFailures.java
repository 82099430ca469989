import java.lang.reflect.*;

/** Reflective access fails as in the JVM: final, private, wrong type, null. */
public class ReflectFailures {
  static final Object FIXED = new StringBuilder("f");
  static int n;

  static class Other {
    private static String secret = String.valueOf(3);
  }

  static void attempt(String what, Action a) {
    try {
      System.out.println(what + " " + a.run());
    } catch (Exception e) {
      System.out.println(what + " " + e);
    }
  }

  interface Action {
    Object run() throws Exception;
  }

  public static void main(String[] args) throws Exception {
    Field fixed = ReflectFailures.class.getDeclaredField("FIXED");
    attempt(
        "final",
        () -> {
          fixed.set(null, "x");
          return "set";
        });
    fixed.setAccessible(true);
    attempt(
        "final accessible",
        () -> {
          fixed.set(null, "x");
          return "set";
        });
    attempt("read", () -> fixed.get(null).toString());
    attempt(
        "type",
        () -> {
          ReflectFailures.class.getDeclaredField("n").set(null, 4L);
          return "set";
        });
    attempt(
        "unboxed null",
        () -> {
          ReflectFailures.class.getDeclaredField("n").set(null, null);
          return "set";
        });
    attempt("missing", () -> ReflectFailures.class.getDeclaredField("none"));
    attempt("nest", () -> Other.class.getDeclaredField("secret").get(null));
  }
}
