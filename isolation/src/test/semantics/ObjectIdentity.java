/** Class objects are unique; statics of generic helper classes; equality of lambdas' classes. */
public class ObjectIdentity {
  static Object first = new Object();

  static boolean same(Object a) {
    return a == first;
  }

  public static void main(String[] args) throws Exception {
    Object mine = first;
    Thread t = new Thread(() -> System.out.println(same(mine)));
    t.start();
    t.join();
    System.out.println(ObjectIdentity.class == Class.forName("ObjectIdentity"));
    System.out.println(
        same(new Object())
            + " "
            + ObjectIdentity.class.getClassLoader().getName()
            + " "
            + ObjectIdentity.class.getPackageName().isEmpty()
            + " "
            + ObjectIdentity.class.getSimpleName());
  }
}
