import java.lang.reflect.*;

/** A private static of another top-level class needs setAccessible. */
public class ReflectPrivateElsewhere {
  public static void main(String[] args) throws Exception {
    Field f = ReflectPrivateElsewhereKeeper.class.getDeclaredField("secret");
    try {
      System.out.println(f.get(null));
    } catch (IllegalAccessException e) {
      System.out.println(e.getMessage());
    }
    f.setAccessible(true);
    f.set(null, args[0]);
    System.out.println(f.get(null) + ReflectPrivateElsewhereKeeper.tell());
  }
}

class ReflectPrivateElsewhereKeeper {
  private static String secret = String.valueOf("s");

  static String tell() {
    return secret;
  }
}
