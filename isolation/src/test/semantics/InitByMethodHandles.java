import java.lang.invoke.*;

/** Method handles initialise when they are invoked; ensureInitialized at once. */
public class InitByMethodHandles {
  static class A {
    static {
      System.out.println("A");
    }

    static int m() {
      return 1;
    }
  }

  static class B {
    static {
      System.out.println("B");
    }

    B() {}
  }

  static class D {
    static {
      System.out.println("D");
    }

    static int v = 6;
  }

  static class E {
    static {
      System.out.println("E");
    }
  }

  public static void main(String[] args) throws Throwable {
    var lookup = MethodHandles.lookup();
    var m = lookup.findStatic(A.class, "m", MethodType.methodType(int.class));
    var c = lookup.findConstructor(B.class, MethodType.methodType(void.class));
    var g = lookup.findStaticGetter(D.class, "v", int.class);
    System.out.println("found");
    System.out.println((int) m.invoke());
    Object b = c.invoke();
    System.out.println((int) g.invoke());
    System.out.println(lookup.ensureInitialized(E.class) == E.class);
  }
}
