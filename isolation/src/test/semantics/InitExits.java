/** System.exit inside an initialiser ends the program. */
public class InitExits {
  static class C {
    static {
      addHook();
      System.exit(7);
    }

    static int v;
  }

  static void addHook() {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
  }

  public static void main(String[] args) {
    try {
      System.out.println(C.v);
    } finally {
      System.out.println("finally");
    }
  }
}
