package hello;

/** {@code bin/metaproc run examples/hello you}. */
public class Hello {
  static int greetings;

  /** Greets everyone named. */
  public static void main(String[] names) {
    for (String name : names) {
      greetings++;
      System.out.println("Hello, " + name + "! (greeting " + greetings + " of this program)");
    }
  }
}
