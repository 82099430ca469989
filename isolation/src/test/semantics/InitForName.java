/** Class.forName initialises unless told not to. */
public class InitForName {
  static class A {
    static {
      System.out.println("A");
    }
  }

  static class B {
    static {
      System.out.println("B");
    }

    static int n = 4;
  }

  static class Sub extends A {}

  public static void main(String[] args) throws Exception {
    String me = InitForName.class.getName();
    ClassLoader loader = InitForName.class.getClassLoader();
    Class<?> b = Class.forName(me + "$B", false, loader);
    System.out.println("not yet");
    Class.forName(me + "$B", true, loader);
    Class.forName(me + "$Sub");
    Class.forName(me + "$A");
    System.out.println(b == B.class);
    System.out.println(B.n);
    try {
      Class.forName("no.such.Thing");
    } catch (ClassNotFoundException e) {
      System.out.println(e);
    }
  }
}
