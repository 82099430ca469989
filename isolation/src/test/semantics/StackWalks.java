import java.util.*;

/** StackWalker and getCallerClass show the program's frames. */
public class StackWalks {
  static Class<?> caller() {
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).getCallerClass();
  }

  static class In {
    static final Class<?> C = caller();
    static final List<String> FRAMES =
        StackWalker.getInstance()
            .walk(s -> s.map(f -> f.getClassName() + "." + f.getMethodName()).toList());
  }

  public static void main(String[] args) {
    System.out.println(caller() + " " + In.C + " " + In.FRAMES);
  }
}
