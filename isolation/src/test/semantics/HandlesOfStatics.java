import java.lang.invoke.*;

/** findStaticGetter, findStaticSetter, unreflect and VarHandles on statics. */
public class HandlesOfStatics {
  static int n = 1;
  static volatile long v = 2;
  static String t = "a";
  static int[] arr = {1, 2};

  public static void main(String[] args) throws Throwable {
    var l = MethodHandles.lookup();
    Class<?> c = HandlesOfStatics.class;
    n = Integer.parseInt(args[0]) * 10;
    MethodHandle get = l.findStaticGetter(c, "n", int.class),
        set = l.findStaticSetter(c, "n", int.class);
    System.out.println((int) get.invokeExact());
    set.invokeExact(77);
    System.out.println(n + " " + get.type() + " " + set.type());
    MethodHandle ug = l.unreflectGetter(c.getDeclaredField("t")),
        us = l.unreflectSetter(c.getDeclaredField("t"));
    us.invoke("b" + n);
    System.out.println(ug.invoke() + t);
    VarHandle vh = l.findStaticVarHandle(c, "v", long.class);
    System.out.println(
        (long) vh.getAndAdd(5L)
            + " "
            + vh.compareAndSet(7L, 8L)
            + " "
            + (long) vh.getVolatile()
            + " "
            + v
            + vh.coordinateTypes()
            + vh.varType());
    vh.setRelease(3L);
    System.out.println(v);
    VarHandle ut = l.unreflectVarHandle(c.getDeclaredField("t"));
    System.out.println(ut.getAndSet("z") + t + (String) ut.get());
    try {
      l.findStaticGetter(c, "none", int.class);
    } catch (NoSuchFieldException e) {
      System.out.println(e);
    }
    try {
      l.findStaticGetter(c, "n", long.class);
    } catch (NoSuchFieldException e) {
      System.out.println("type");
    }
  }
}
