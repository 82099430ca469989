/** Records with statics, compact constructors and static factories. */
public class Records {
  record P(int x, int y) {
    static int made;
    static final P ORIGIN = new P(0, 0);

    P {
      made++;
    }

    static P of(int x) {
      return new P(x, x);
    }
  }

  public static void main(String[] args) {
    System.out.println(
        P.of(3)
            + " "
            + P.ORIGIN
            + " "
            + P.made
            + " "
            + P.of(1).equals(new P(1, 1))
            + " "
            + new P(1, 2).hashCode()
            + " "
            + P.made);
  }
}
