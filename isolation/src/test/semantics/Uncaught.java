/** An uncaught exception ends the program with code 1. */
public class Uncaught {
  static int n = 2;

  static void fail() {
    n++;
    throw new UnsupportedOperationException("n" + n);
  }

  public static void main(String[] args) {
    System.out.println("begin");
    fail();
  }
}
