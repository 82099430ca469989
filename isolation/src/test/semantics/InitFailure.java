/** An exception becomes ExceptionInInitializerError once, NoClassDefFoundError after. */
public class InitFailure {
  static class Bad {
    static int v = fail("bad");

    static void m() {}
  }

  static class Sup {
    static int v = fail(null);
  }

  static class Sub extends Sup {
    static int w = 1;
  }

  static int fail(String why) {
    throw new IllegalStateException(why, new RuntimeException("root"));
  }

  static void touch() {
    Bad.m();
  }

  public static void main(String[] args) throws Exception {
    for (int i = 0; i < 3; i++)
      try {
        touch();
      } catch (Throwable t) {
        t.printStackTrace(System.out);
      }
    for (int i = 0; i < 2; i++)
      try {
        System.out.println(Sub.w);
      } catch (Throwable t) {
        t.printStackTrace(System.out);
      }
    try {
      System.out.println(Sup.v);
    } catch (Throwable t) {
      System.out.println(t + " " + t.getCause());
    }
    Thread other =
        new Thread(
            () -> {
              try {
                new Bad();
              } catch (Throwable t) {
                System.out.println(t + " " + t.getCause());
              }
            },
            "other");
    other.start();
    other.join();
    try {
      Class.forName(InitFailure.class.getName() + "$Bad");
    } catch (Throwable t) {
      System.out.println(t);
    }
  }
}
