package dev.metaproc.isolation;

import dev.metaproc.isolation.shared.ModuleGrants;

/** Opens packages of the JDK's modules to one program: its {@code --add-opens}. */
final class ModuleAccess {
  private ModuleAccess() {}

  /**
   * Opens or exports it; a module or package that does not exist is passed over.
   *
   * @param target {@code module/package}, as on {@code java}'s command line
   * @param deep {@code --add-opens} rather than {@code --add-exports}
   * @throws ProgramException if the host's own JVM was started without the access this needs
   */
  static void grant(String target, boolean deep, Module to) throws ProgramException {
    int slash = target.indexOf('/');
    String module = slash < 0 ? target : target.substring(0, slash);
    String packageName = slash < 0 ? "" : target.substring(slash + 1);
    try {
      ModuleGrants.grant(module, packageName, deep, to);
    } catch (ReflectiveOperationException e) {
      throw ProgramException.notRunnable(
          "cannot open "
              + target
              + " to the program: start the host with --add-opens="
              + "java.base/java.lang=ALL-UNNAMED",
          e);
    }
  }
}
