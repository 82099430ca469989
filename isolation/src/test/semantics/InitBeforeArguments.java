/** new C(argument()) initialises C before the argument is evaluated. */
public class InitBeforeArguments {
  static class C {
    static {
      System.out.println("C");
    }

    C(int x) {
      System.out.println("constructor " + x);
    }
  }

  static class D extends C {
    static {
      System.out.println("D");
    }

    D(int x) {
      super(x + 1);
    }
  }

  static int argument() {
    System.out.println("argument");
    return 1;
  }

  public static void main(String[] args) {
    new C(argument());
    new D(argument());
  }
}
