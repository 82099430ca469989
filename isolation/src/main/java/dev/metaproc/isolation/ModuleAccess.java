package dev.metaproc.isolation;

import dev.metaproc.isolation.shared.ModuleGrants;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Opens packages of modules to one program: its {@code --add-opens}. */
final class ModuleAccess {
  private static final String ALL_UNNAMED = "ALL-UNNAMED";
  private static final List<String> UNNAMED = List.of(ALL_UNNAMED);

  private ModuleAccess() {}

  /**
   * Opens or exports it; a module or package that does not exist is passed over.
   *
   * @param spec {@code module/package}, to the program's unnamed module, or {@code
   *     module/package=module,…}, as on {@code java}'s command line
   * @param deep {@code --add-opens} rather than {@code --add-exports}
   * @param layer the program's modules, or the JVM's if it is not modular
   * @throws ProgramException if the host's own JVM was started without the access this needs
   */
  static void grant(String spec, boolean deep, ModuleLayer layer, Module unnamed)
      throws ProgramException {
    int equals = spec.indexOf('=');
    String what = equals < 0 ? spec : spec.substring(0, equals);
    int slash = what.indexOf('/');
    Optional<Module> from = layer.findModule(slash < 0 ? what : what.substring(0, slash));
    if (from.isEmpty()) {
      return;
    }
    try {
      for (String target : equals < 0 ? UNNAMED : List.of(spec.substring(equals + 1).split(","))) {
        Module to = target.equals(ALL_UNNAMED) ? unnamed : layer.findModule(target).orElse(null);
        if (to != null) {
          ModuleGrants.grant(from.get(), what.substring(slash + 1), deep, to);
        }
      }
    } catch (ReflectiveOperationException e) {
      throw ProgramException.notRunnable(
          "cannot open "
              + spec
              + " to the program: start the host with --add-opens="
              + "java.base/java.lang=ALL-UNNAMED",
          e);
    }
  }

  /**
   * Lets {@code ServiceLoader} find the services of a layer through {@code loader}, as it finds
   * those of the JDK's tools, such as the compiler, through the JVM's own system loader.
   */
  static void offerServicesOf(ModuleLayer layer, ClassLoader loader) {
    try {
      Method bind = ModuleLayer.class.getDeclaredMethod("bindToLoader", ClassLoader.class);
      bind.setAccessible(true);
      bind.invoke(layer, loader);
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      throw new IllegalStateException(
          "the host's JVM must be started with --add-opens=java.base/java.lang=ALL-UNNAMED", e);
    }
  }

  /**
   * Lets the named modules that a program has defined to {@code loader} see the program's shim,
   * which their rewritten classes call.
   */
  static void readShim(ClassLoader loader, Module shim) {
    try {
      Method layers = ModuleLayer.class.getDeclaredMethod("layers", ClassLoader.class);
      layers.setAccessible(true);
      Method read = Module.class.getDeclaredMethod("implAddReads", Module.class);
      read.setAccessible(true);
      for (Object layer : ((Stream<?>) layers.invoke(null, loader)).toList()) {
        for (Module module : ((ModuleLayer) layer).modules()) {
          if (loader.equals(module.getClassLoader())) {
            read.invoke(module, shim);
          }
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
