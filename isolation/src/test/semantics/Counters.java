/** Statics of every primitive type, compound assignment and increment. */
public class Counters {
  static byte b = 1;
  static short s = 2;
  static char c = 'a';
  static int i = 3;
  static long l = 4;
  static float f = 1.5f;
  static double d = 2.5;
  static boolean z;
  static int[] array = {1, 2};
  static String text = "t";
  static int unset;
  static Object nothing;

  static long next() {
    return l++ + ++i;
  }

  public static void main(String[] args) {
    int by = Integer.parseInt(args[0]);
    for (int k = 0; k < 1000; k++) {
      b += by;
      s += by;
      c++;
      i -= by;
      l *= 3;
      f /= 1.01f;
      d %= 2;
      z ^= true;
      array[1] += by;
      text += by == 1 ? "" : "x";
    }
    System.out.println(
        b + " " + s + " " + (int) c + " " + i + " " + l + " " + f + " " + d + " " + z);
    System.out.println(
        array[1] + " " + text.length() + " " + next() + " " + next() + " " + unset + nothing);
  }
}
