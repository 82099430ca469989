/** The outcome of an initialiser depends on the program that runs it. */
public class InitFailsOncePerProgram {
  static String who;

  static class Picky {
    static int v = check();
  }

  static int check() {
    if (who.equals("1")) throw new IllegalStateException("not for 1");
    return 42;
  }

  public static void main(String[] args) {
    who = args[0];
    for (int i = 0; i < 2; i++)
      try {
        System.out.println(Picky.v);
      } catch (Throwable t) {
        System.out.println(t);
      }
  }
}
