import java.lang.reflect.*;

/** sun.misc.Unsafe on static fields. */
public class UnsafeStatics {
  static int n = 5;

  @SuppressWarnings({"removal", "deprecation"})
  public static void main(String[] args) throws Exception {
    Field f = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
    f.setAccessible(true);
    sun.misc.Unsafe u = (sun.misc.Unsafe) f.get(null);
    Field mine = UnsafeStatics.class.getDeclaredField("n");
    Object base = u.staticFieldBase(mine);
    long offset = u.staticFieldOffset(mine);
    n = Integer.parseInt(args[0]) + 5;
    System.out.println(u.getInt(base, offset));
    u.putInt(base, offset, 99);
    System.out.println(n);
  }
}
