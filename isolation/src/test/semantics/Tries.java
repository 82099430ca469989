/** Statics in try, catch, finally, loops and conditional expressions. */
public class Tries {
  static int depth, caught;

  static int f(int n) {
    depth++;
    try {
      if (n == 0) throw new IllegalArgumentException("zero");
      return 10 / n + f(n - 1);
    } catch (IllegalArgumentException e) {
      caught++;
      return depth;
    } finally {
      depth--;
    }
  }

  public static void main(String[] args) {
    System.out.println(f(4) + " " + depth + " " + caught);
    for (depth = 0; depth < 5; depth++) if (depth == Integer.parseInt(args[0])) break;
    System.out.println(depth > 1 ? caught++ : --caught);
    System.out.println(caught);
  }
}
