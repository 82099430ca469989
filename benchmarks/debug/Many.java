import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Runs a program's {@code main} on many threads of one JVM: its name, and how many. */
final class Many {
  private Many() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    MethodHandle main =
        MethodHandles.lookup()
            .findStatic(
                Class.forName(arguments[0]),
                "main",
                MethodType.methodType(void.class, String[].class));
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      new Thread(() -> run(main)).start();
    }
  }

  private static void run(MethodHandle main) {
    try {
      main.invoke(new String[0]);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
