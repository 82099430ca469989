/** Constants, class literals, arrays, casts and instanceof initialise nothing. */
public class InitNotByConstants {
  static class C {
    static {
      System.out.println("C");
    }

    static final int N = 3;
    static final String S = "s";
    static int v;
  }

  public static void main(String[] args) {
    System.out.println(C.N + C.S);
    System.out.println(C.class.getName());
    Object o = new C[2];
    System.out.println(o instanceof C[]);
    System.out.println(o instanceof Object x && (Object) x instanceof C);
    C c = (C) null;
    System.out.println(c);
    System.out.println(C.v);
  }
}
