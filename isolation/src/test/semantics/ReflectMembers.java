import java.lang.annotation.*;
import java.lang.reflect.*;
import java.util.*;
import java.util.List;

/** getDeclaredFields, methods, constructors, classes and modifiers show the source's members. */
public class ReflectMembers {
  @Retention(RetentionPolicy.RUNTIME)
  @interface Mark {
    String value() default "";
  }

  @Mark("m")
  static volatile int n = 3;

  static final List<String> L = new ArrayList<>();
  private static transient String s = "a" + L;
  public static final int K = 4;
  int i;

  static {
    n++;
  }

  static void sync() {}

  private static int priv() {
    return n;
  }

  interface I {
    int X = new Random(1).nextInt();

    static int f() {
      return X;
    }
  }

  public static void main(String[] args) throws Exception {
    for (Class<?> c : new Class<?>[] {ReflectMembers.class, I.class, Mark.class}) {
      show(c.getDeclaredFields());
      show(c.getDeclaredMethods());
      show(c.getMethods());
      show(c.getFields());
      show(c.getDeclaredConstructors());
      System.out.println(Modifier.toString(c.getModifiers()));
    }
    TreeSet<String> names = new TreeSet<>();
    for (Class<?> c : ReflectMembers.class.getDeclaredClasses()) names.add(c.getSimpleName());
    System.out.println(
        names
            + " "
            + ReflectMembers.class.getDeclaredField("n").getAnnotation(Mark.class).value()
            + " "
            + ReflectMembers.class.getDeclaredField("L").getGenericType()
            + " "
            + ReflectMembers.class.getDeclaredMethod("sync").toString());
  }

  static void show(Member[] all) {
    TreeSet<String> s = new TreeSet<>();
    for (Member m : all)
      if (!m.getDeclaringClass().equals(Object.class) && !m.getName().startsWith("lambda$"))
        s.add(m.toString() + (m.isSynthetic() ? " synthetic" : ""));
    System.out.println(s);
  }
}
