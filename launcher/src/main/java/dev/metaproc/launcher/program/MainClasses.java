package dev.metaproc.launcher.program;

import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.exit.LaunchException.Kind;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.AccessFlag;
import java.nio.file.Path;
import java.util.List;

/** Finds the classes of a directory that {@code java} could start. */
final class MainClasses {
  private MainClasses() {}

  /** The one class with a main method. */
  static String only(Path classes, String shown, String classPath) {
    List<String> found = in(classes);
    if (found.size() > 1) {
      throw LaunchException.usage(
          shown
              + ": several classes have a main method: "
              + String.join(", ", found)
              + " (name one: mpiexec -cp "
              + classPath
              + " "
              + found.getFirst()
              + ")");
    }
    return first(found, shown);
  }

  /** The class with this name, in whatever package, or else the first one with a main method. */
  static String named(String name, Path classes, String shown) {
    List<String> found = in(classes);
    return found.stream()
        .filter(candidate -> candidate.equals(name) || candidate.endsWith("." + name))
        .findFirst()
        .orElseGet(() -> first(found, shown));
  }

  private static String first(List<String> found, String shown) {
    if (found.isEmpty()) {
      throw new LaunchException(
          Kind.NOT_RUNNABLE,
          shown
              + ": no class has a main method (one needs: public static void main(String[] args))");
    }
    return found.getFirst();
  }

  /**
   * Classes with the classic main method, or if there are none those with another that JDK 25 runs.
   */
  private static List<String> in(Path directory) {
    List<ClassModel> classes =
        Sources.below(directory, ".class").stream().flatMap(file -> parse(file).stream()).toList();
    List<String> classic = names(classes, true);
    return classic.isEmpty() ? names(classes, false) : classic;
  }

  private static List<String> names(List<ClassModel> classes, boolean classicOnly) {
    return classes.stream()
        .filter(type -> type.methods().stream().anyMatch(m -> isMain(m, classicOnly)))
        .map(type -> type.thisClass().asInternalName().replace('/', '.'))
        .toList();
  }

  private static boolean isMain(MethodModel method, boolean classicOnly) {
    if (!method.methodName().equalsString("main") || method.flags().has(AccessFlag.PRIVATE)) {
      return false;
    }
    String type = method.methodType().stringValue();
    if (classicOnly) {
      return type.equals("([Ljava/lang/String;)V")
          && method.flags().has(AccessFlag.STATIC)
          && method.flags().has(AccessFlag.PUBLIC);
    }
    return type.equals("([Ljava/lang/String;)V") || type.equals("()V");
  }

  /** What is no class this JDK can read has no main method it could run. */
  private static List<ClassModel> parse(Path file) {
    try {
      return List.of(ClassFile.of().parse(file));
    } catch (IOException | IllegalArgumentException e) {
      return List.of();
    }
  }
}
