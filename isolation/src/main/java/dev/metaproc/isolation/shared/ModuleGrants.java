package dev.metaproc.isolation.shared;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;

/** What {@code --add-exports} and {@code --add-opens} do, at run time. */
public final class ModuleGrants {
  private ModuleGrants() {}

  /**
   * Exports or opens a package of a JDK module. A module or package that does not exist is passed
   * over, as {@code java} does after a warning.
   *
   * @param deep opens rather than exports
   * @throws ReflectiveOperationException if this JVM was started without {@code
   *     --add-opens=java.base/java.lang=ALL-UNNAMED}
   */
  public static void grant(String module, String packageName, boolean deep, Module to)
      throws ReflectiveOperationException {
    Optional<Module> from = ModuleLayer.boot().findModule(module);
    if (from.isPresent()) {
      grant(from.get(), packageName, deep, to);
    }
  }

  /** The same for a package of any module. */
  public static void grant(Module from, String packageName, boolean deep, Module to)
      throws ReflectiveOperationException {
    if (!from.getPackages().contains(packageName)) {
      return;
    }
    try {
      String name = deep ? "implAddOpens" : "implAddExports";
      Method grant = Module.class.getDeclaredMethod(name, String.class, Module.class);
      grant.setAccessible(true);
      grant.invoke(from, packageName, to);
    } catch (java.lang.reflect.InaccessibleObjectException e) {
      throw new InvocationTargetException(e);
    }
  }

  /**
   * Exports a package to {@code to}.
   *
   * @throws IllegalStateException if this JVM was started without the option
   */
  public static void export(String module, String packageName, Module to) {
    try {
      grant(module, packageName, false, to);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "start the host with --add-opens=java.base/java.lang=ALL-UNNAMED", e);
    }
  }
}
