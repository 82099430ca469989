/** Concatenation, switch on strings, text blocks and interning with statics. */
public class Strings {
  static String s = "a";
  static final String K = "k";
  static char c = 'x';
  static Object o = null;

  public static void main(String[] args) {
    s += args[0];
    System.out.println(s + c + o + K + 1 + 2L + 3.0f + s.length());
    switch (s) {
      case "a1" -> System.out.println("one");
      case "a2" -> System.out.println("two");
    }
    System.out.println((s + K).intern() == ("a" + args[0] + "k").intern());
  }
}
