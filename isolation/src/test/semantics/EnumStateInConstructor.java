import java.lang.reflect.Method;

/** The state of an enum's constants, read in constructors of other classes, also before super(). */
public class EnumStateInConstructor {
  enum Builtin {
    LENGTH("length"),
    TRIM("trim");
    final Method method;
    int uses;

    Builtin(String name) {
      try {
        method = String.class.getMethod(name);
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static class Base {
    final Method method;

    Base(Method m) {
      method = m;
    }
  }

  static class Call extends Base {
    Call(Builtin of) {
      super(of.method);
      of.uses++;
    }
  }

  record Uses(int count) {
    Uses() {
      this(Builtin.TRIM.uses);
    }
  }

  public static void main(String[] args) throws Exception {
    System.out.println(new Call(Builtin.LENGTH).method.invoke("four"));
    for (int i = 0; i < Integer.parseInt(args[0]); i++) new Call(Builtin.TRIM);
    System.out.println(new Uses().count() + " " + Builtin.LENGTH.uses);
  }
}
