import java.io.*;
import java.lang.invoke.*;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.*;

/** Lookup.defineClass puts a class that no class path has into the program's own package. */
public class DefineByLookup {
  static int n = 3;

  public static class T0 implements Callable<String> {
    static int own = 1;

    static {
      System.out.println("init");
    }

    @Override
    public String call() {
      return "n" + n++ + " own" + own++;
    }
  }

  static byte[] renamed(String name) throws IOException {
    try (InputStream in = DefineByLookup.class.getResourceAsStream("DefineByLookup$T0.class")) {
      String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      return text.replace("DefineByLookup$T0", "DefineByLookup$" + name)
          .getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  static String find(String name) {
    try {
      Class.forName("DefineByLookup$" + name);
      return "found";
    } catch (ClassNotFoundException e) {
      return "missing";
    }
  }

  public static void main(String[] args) throws Exception {
    n = Integer.parseInt(args[0]) * 100;
    System.out.println(find("T1"));
    Class<?> made = MethodHandles.lookup().defineClass(renamed("T1"));
    System.out.println(made.getName() + " " + find("T1") + " " + find("T2"));
    Callable<?> t = (Callable<?>) made.getDeclaredConstructor().newInstance();
    System.out.println(t.call() + " " + t.call() + " " + made.getDeclaredFields().length);
    try {
      MethodHandles.lookup().defineClass(renamed("T1"));
    } catch (LinkageError e) {
      System.out.println(e.getClass());
    }
    try {
      MethodHandles.lookup().defineClass(new byte[] {1, 2, 3});
    } catch (ClassFormatError e) {
      System.out.println(e.getClass());
    }
    var field = made.getDeclaredField("own");
    field.setAccessible(true);
    System.out.println(field.getInt(null) + " " + new T0().call() + " " + n);
  }
}
