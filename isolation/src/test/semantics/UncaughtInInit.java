/** An exception out of the main class's own initialiser. */
public class UncaughtInInit {
  static int v = Integer.parseInt("x" + System.getProperty("who", ""));

  public static void main(String[] args) {
    System.out.println("never");
  }
}
