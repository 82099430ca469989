import java.lang.reflect.*;

/** Field.get and set of every type on statics. */
public class ReflectGetSet {
  static boolean z;
  static byte b;
  static char c;
  static short s;
  static int i;
  static long l;
  static float f;
  static double d;
  static String t = "x";
  int own = 4;

  public static void main(String[] args) throws Exception {
    Class<?> k = ReflectGetSet.class;
    int n = Integer.parseInt(args[0]);
    k.getDeclaredField("z").setBoolean(null, true);
    k.getDeclaredField("b").setByte(null, (byte) n);
    k.getDeclaredField("c").setChar(null, 'q');
    k.getDeclaredField("s").setShort(null, (short) 3);
    k.getDeclaredField("i").setInt(null, n * 7);
    k.getDeclaredField("l").setLong(null, 1L << 40);
    k.getDeclaredField("f").setFloat(null, 1.5f);
    k.getDeclaredField("d").setDouble(null, 2.5);
    k.getDeclaredField("t").set(null, "set" + n);
    System.out.println(z + " " + b + c + s + " " + i + " " + l + " " + f + " " + d + " " + t);
    i++;
    l++;
    System.out.println(
        k.getDeclaredField("z").getBoolean(null)
            + " "
            + k.getDeclaredField("b").getByte(null)
            + k.getDeclaredField("c").getChar(null)
            + k.getDeclaredField("s").getShort(null)
            + k.getDeclaredField("i").getInt(null)
            + " "
            + k.getDeclaredField("l").getLong(null)
            + k.getDeclaredField("f").getFloat(null)
            + k.getDeclaredField("d").getDouble(null)
            + k.getDeclaredField("t").get(null)
            + k.getDeclaredField("i").get(null)
            + k.getDeclaredField("i").getLong(null));
    ReflectGetSet o = new ReflectGetSet();
    k.getDeclaredField("own").setInt(o, 9);
    System.out.println(o.own + " " + k.getDeclaredField("own").get(o));
    for (Field field : k.getDeclaredFields())
      if (Modifier.isStatic(field.getModifiers())) System.out.print(field.get(null) + ",");
    System.out.println();
  }
}
