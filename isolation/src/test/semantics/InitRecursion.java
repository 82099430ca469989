/** A class that is being initialised by the same thread is seen unfinished. */
public class InitRecursion {
  static class A {
    static int x = B.y + 1;
  }

  static class B {
    static int y = A.x + 1;
  }

  static class S {
    static final S ONE = new S();
    static int count = 5;
    final int seen;

    S() {
      seen = count;
    }
  }

  public static void main(String[] args) {
    if (args[0].equals("1")) System.out.println(A.x + " " + B.y);
    else System.out.println(B.y + " " + A.x);
    System.out.println(S.ONE.seen + " " + S.count);
  }
}
