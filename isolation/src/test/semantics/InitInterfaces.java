/** Superinterfaces are initialised with a class only if they declare default methods. */
public class InitInterfaces {
  interface Base {
    int X = say("Base");

    default void d() {}
  }

  interface I extends Base {
    int Y = say("I");

    default void m() {}
  }

  interface J {
    int Z = say("J");

    void n();
  }

  interface K {
    int W = say("K");

    private void p() {}
  }

  static class Impl implements J, K, I {
    static {
      say("Impl");
    }

    public void n() {}
  }

  interface Lone extends I {
    int V = say("Lone");
  }

  static int say(String s) {
    System.out.println(s);
    return 1;
  }

  public static void main(String[] args) {
    new Impl().m();
    System.out.println(Impl.Z);
    System.out.println(Lone.V);
    System.out.println(Lone.Y);
  }
}
