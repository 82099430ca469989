import java.io.*;
import java.lang.invoke.*;
import java.util.function.*;

/** Lookup.defineHiddenClass and defineClass from class bytes. */
public class HiddenClasses {
  static int n = 3;

  public static class T implements Supplier<String> {
    static int own = 1;

    public String get() {
      return "n" + n++ + " own" + own++;
    }
  }

  public static void main(String[] args) throws Exception {
    n = Integer.parseInt(args[0]);
    byte[] b;
    try (InputStream in = HiddenClasses.class.getResourceAsStream("HiddenClasses$T.class")) {
      b = in.readAllBytes();
    }
    for (int i = 0; i < 2; i++) {
      var l = MethodHandles.lookup().defineHiddenClass(b, true);
      Supplier<?> s = (Supplier<?>) l.lookupClass().getDeclaredConstructor().newInstance();
      System.out.println(s.get() + " " + s.get());
    }
    System.out.println(new T().get() + n);
  }
}
