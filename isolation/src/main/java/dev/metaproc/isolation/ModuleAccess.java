package dev.metaproc.isolation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Opens packages of the JDK's modules to one program: its {@code --add-opens}. */
final class ModuleAccess {
  private ModuleAccess() {}

  /**
   * @param target {@code module/package}, as on {@code java}'s command line
   * @param deep {@code --add-opens} rather than {@code --add-exports}
   * @throws ProgramException if the host's own JVM was started without the access this needs
   */
  static void grant(String target, boolean deep, Module to) throws ProgramException {
    int slash = target.indexOf('/');
    String name = slash < 0 ? target : target.substring(0, slash);
    String packageName = slash < 0 ? "" : target.substring(slash + 1);
    Module module = ModuleLayer.boot().findModule(name).orElse(null);
    if (module == null) {
      return; // java only warns of an unknown module
    }
    if (!module.getPackages().contains(packageName)) {
      return; // and of an unknown package
    }
    try {
      Method grant =
          Module.class.getDeclaredMethod(
              deep ? "implAddOpens" : "implAddExports", String.class, Module.class);
      grant.setAccessible(true);
      grant.invoke(module, packageName, to);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw ProgramException.notRunnable(
          "cannot open "
              + target
              + " to the program: start the host with --add-opens="
              + "java.base/java.lang=ALL-UNNAMED",
          e);
    }
  }
}
