package dev.metaproc.isolation.jdk;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file system of the JDK's run-time image, which compilers open with the directory of the JDK
 * they compile for. Where that is the JVM's own, the JDK's classes for it are there already; asked
 * for by that name, the JDK would load them once more for each file system, and the JIT compile
 * them in every run of a compiler.
 */
public final class RuntimeImage {
  private static final String OPTION = "java.home";
  private static final @Nullable Object HOME =
      JdkInternals.invokeStatic(
          JdkInternals.named("jdk.internal.util.StaticProperty"), "javaHome", String.class);

  private RuntimeImage() {}

  /** What to open the file system with instead of {@code options}. */
  public static @Nullable Map<String, ?> options(@Nullable Map<String, ?> options) {
    if (options == null || HOME == null || !HOME.equals(options.get(OPTION))) {
      return options;
    }
    Map<String, Object> rest = new HashMap<>(options);
    rest.remove(OPTION);
    return rest;
  }
}
