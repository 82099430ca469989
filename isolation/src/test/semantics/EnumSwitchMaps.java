/** Old style switches over enums of other classes use tables made on first use. */
public class EnumSwitchMaps {
  enum E {
    A,
    B,
    C
  }

  static int f(E e) {
    switch (e) {
      case A:
        return 1;
      case C:
        return 3;
      default:
        return 0;
    }
  }

  static int g(Thread.State s) {
    switch (s) {
      case NEW:
        return 1;
      case RUNNABLE:
        return 2;
      default:
        return 0;
    }
  }

  public static void main(String[] args) {
    for (E e : E.values()) System.out.print(f(e));
    System.out.println(g(new Thread().getState()) + "" + g(Thread.currentThread().getState()));
  }
}
