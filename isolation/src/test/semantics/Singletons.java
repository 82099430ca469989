/** Lazy holders, double-checked locking, static factories. */
public class Singletons {
  static class Lazy {
    private static class Holder {
      static final Lazy ONE = new Lazy();
    }

    static Lazy get() {
      return Holder.ONE;
    }

    int n = ++made;
  }

  static int made;
  static volatile Object dcl;

  static Object get() {
    if (dcl == null)
      synchronized (Singletons.class) {
        if (dcl == null) dcl = new int[] {++made};
      }
    return dcl;
  }

  public static void main(String[] args) {
    System.out.println(made);
    System.out.println(
        Lazy.get().n
            + " "
            + (Lazy.get() == Lazy.get())
            + " "
            + ((int[]) get())[0]
            + ((int[]) get())[0]);
  }
}
