import java.lang.annotation.*;
import java.lang.reflect.*;

/** Dynamic proxies whose handlers use statics; annotations. */
public class Proxies {
  interface Greeter {
    String greet(String s);

    default String twice(String s) {
      return greet(greet(s));
    }
  }

  static int calls;

  @Retention(RetentionPolicy.RUNTIME)
  @interface Note {
    String value();

    int n() default 3;
  }

  @Note("x")
  static void noted() {}

  public static void main(String[] args) throws Exception {
    Greeter g =
        (Greeter)
            Proxy.newProxyInstance(
                Proxies.class.getClassLoader(),
                new Class<?>[] {Greeter.class},
                (p, m, a) -> {
                  calls++;
                  return m.isDefault() ? InvocationHandler.invokeDefault(p, m, a) : args[0] + a[0];
                });
    System.out.println(g.greet("a") + g.twice("b") + calls);
    System.out.println(
        Proxies.class.getDeclaredMethod("noted").getAnnotation(Note.class).n()
            + " "
            + Proxy.isProxyClass(g.getClass()));
  }
}
