/** An error thrown by an initialiser is thrown as it is. */
public class InitError {
  static class Bad {
    static int v = fail();
  }

  static int fail() {
    throw new AssertionError("as is");
  }

  static class Deep {
    static int v = depth(0);
  }

  static int depth(int n) {
    return depth(n + 1) + 1;
  }

  public static void main(String[] args) {
    for (int i = 0; i < 2; i++)
      try {
        Bad.v++;
      } catch (Error e) {
        System.out.println(e);
      }
    for (int i = 0; i < 2; i++)
      try {
        Deep.v++;
      } catch (Error e) {
        System.out.println(e.getClass() + " " + (i == 0 ? "" : e.getMessage()));
      }
  }
}
