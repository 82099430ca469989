package dev.metaproc.isolation.shared;

import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The modules of the JDK, whose classes are the same for every program: those of the boot layer
 * that come from the run-time image. A JVM that was started with a module path has others there,
 * which are as little the programs' as what is on its class path.
 */
public final class JdkModules {
  private static final Set<Module> MODULES =
      ModuleLayer.boot().modules().stream()
          .filter(JdkModules::isOfImage)
          .collect(Collectors.toUnmodifiableSet());
  private static final Set<String> PACKAGES =
      MODULES.stream()
          .flatMap(module -> module.getPackages().stream())
          .collect(Collectors.toUnmodifiableSet());

  private JdkModules() {}

  private static boolean isOfImage(Module module) {
    return ModuleLayer.boot()
        .configuration()
        .findModule(module.getName())
        .map(ResolvedModule::reference)
        .flatMap(ModuleReference::location)
        .map(URI::getScheme)
        .filter("jrt"::equals)
        .isPresent();
  }

  /** Is the class, or what its arrays are of, in one of them? */
  public static boolean have(Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    return MODULES.contains(element.getModule());
  }

  /** The names of all their packages. */
  public static Set<String> packages() {
    return PACKAGES;
  }
}
