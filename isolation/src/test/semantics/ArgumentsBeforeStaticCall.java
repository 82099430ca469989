/** The arguments of a static call are evaluated before its class is initialised. */
public class ArgumentsBeforeStaticCall {
  static class C {
    static {
      System.out.println("C");
    }

    static int v = 5;

    static void m(int x) {
      System.out.println("m" + x);
    }
  }

  static int argument() {
    System.out.println("argument");
    return 1;
  }

  public static void main(String[] args) {
    C.m(argument());
    C.v = argument();
    System.out.println(C.v);
  }
}
