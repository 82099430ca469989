/** Private statics used across nested, inner, local and anonymous classes. */
public class Nestmates {
  private static int n = 1;

  private static int hidden() {
    return n * 10;
  }

  private static class In {
    private static int m = n + 1;

    private int get() {
      return m + n + hidden();
    }
  }

  class Inner {
    static int k = 5;

    int sum() {
      return k++ + n;
    }
  }

  public static void main(String[] args) {
    n = Integer.parseInt(args[0]) + 1;
    class Local {
      static int q = n;

      int v() {
        return q++;
      }
    }
    Object o =
        new Object() {
          static int z = n;

          public String toString() {
            return "z" + z++;
          }
        };
    System.out.println(
        new In().get()
            + " "
            + new Nestmates().new Inner().sum()
            + " "
            + new Local().v()
            + new Local().v()
            + " "
            + o
            + o);
  }
}
