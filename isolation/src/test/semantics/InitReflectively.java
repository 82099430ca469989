/** Constructor.newInstance, Method.invoke and Field.get initialise. */
public class InitReflectively {
  static class A {
    static {
      System.out.println("A");
    }

    public A() {}
  }

  static class B {
    static {
      System.out.println("B");
    }

    static void m() {
      System.out.println("m");
    }

    void i() {}
  }

  static class C {
    static {
      System.out.println("C");
    }

    static int v = 3;
    int w = 2;
  }

  public static void main(String[] args) throws Exception {
    var c = A.class.getDeclaredConstructor();
    var m = B.class.getDeclaredMethod("m");
    var f = C.class.getDeclaredField("v");
    System.out.println("found");
    c.newInstance();
    m.invoke(null);
    System.out.println(f.get(null));
    System.out.println(f.getInt(null));
  }
}
