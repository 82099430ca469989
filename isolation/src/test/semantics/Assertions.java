/** Assertions are off unless switched on; desiredAssertionStatus says so. */
public class Assertions {
  static boolean on() {
    boolean b = false;
    assert b = true;
    return b;
  }

  public static void main(String[] args) {
    System.out.println(on() + " " + Assertions.class.desiredAssertionStatus());
    assert args.length > 5;
  }
}
