import java.io.BufferedReader;
import java.io.File;
import java.io.FileReader;
import java.io.PrintStream;
import java.io.Reader;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

class Reflective {
  private static String secret(String of) {
    return "secret of " + of;
  }

  public static void main(String[] arguments) throws Throwable {
    PrintStream out = (PrintStream) System.class.getField("out").get(null);
    Method property = System.class.getMethod("getProperty", String.class);
    out.println(property.invoke(null, "who") + " " + property.getDeclaringClass());
    Method exists = File.class.getMethod("exists");
    out.println(exists.invoke(new File("data.txt")) + " " + exists.invoke(new File("no.txt")));
    Object reader = FileReader.class.getConstructor(String.class).newInstance("data.txt");
    out.println(new BufferedReader((Reader) reader).readLine());
    out.println(Reflective.class.getDeclaredMethod("secret", String.class).invoke(null, "mine"));
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    MethodType text = MethodType.methodType(String.class, String.class);
    out.println((String) lookup.findStatic(System.class, "getProperty", text).invokeExact("who"));
    MethodType question = MethodType.methodType(boolean.class);
    MethodHandle canRead = lookup.findVirtual(File.class, "canRead", question);
    out.println((boolean) canRead.invokeExact(new File("data.txt")));
    Method size = Files.class.getMethod("size", Path.class);
    out.println(lookup.unreflect(size).invoke(Path.of("data.txt")));
    Method is = Files.class.getMethod("isDirectory", Path.class, LinkOption[].class);
    out.println((boolean) lookup.unreflect(is).invoke(Path.of("classes")));
    MethodHandle getter = lookup.findStaticGetter(System.class, "out", PrintStream.class);
    out.println(getter.invoke() == out);
    MethodHandle open =
        lookup.findConstructor(FileReader.class, MethodType.methodType(void.class, String.class));
    out.println(((FileReader) open.invoke("data.txt")).read());
    Runtime.class
        .getMethod("addShutdownHook", Thread.class)
        .invoke(Runtime.getRuntime(), new Thread(() -> out.println("hook")));
    try {
      System.class.getMethod("exit", int.class).invoke(null, 7);
    } catch (Throwable e) {
      out.println("never");
    } finally {
      out.println("never");
    }
  }
}
