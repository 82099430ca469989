package dev.metaproc.isolation;

import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.lang.module.ResolvedModule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The modules of one program: resolved above those of the JVM, and all defined to the program's
 * loader, so that each has the statics of the program as classes of a class path have.
 */
final class Modules {
  private final @Nullable String main;
  private final Configuration configuration;

  private Modules(@Nullable String main, Configuration configuration) {
    this.main = main;
    this.configuration = configuration;
  }

  /**
   * Resolves the main module, those added, and what they need, services included.
   *
   * @param main null where the program starts with a class of the class path
   * @throws ProgramException if a module is missing or two cannot be together
   */
  static Modules resolve(List<Path> path, @Nullable String main, List<String> added)
      throws ProgramException {
    if (main != null && ModuleLayer.boot().findModule(main).isPresent()) {
      throw ProgramException.ofJdk("module " + main);
    }
    try {
      ModuleFinder finder = ModuleFinder.of(path.toArray(Path[]::new));
      Set<String> roots = roots(finder, main, added);
      return new Modules(
          main,
          ModuleLayer.boot().configuration().resolveAndBind(finder, ModuleFinder.of(), roots));
    } catch (FindException | ResolutionException e) {
      throw ProgramException.notFound(
          "module "
              + (main == null ? String.join(", ", added) : main)
              + " cannot be started: "
              + e.getMessage()
              + " (module path "
              + path
              + ")",
          e);
    }
  }

  private static Set<String> roots(ModuleFinder finder, @Nullable String main, List<String> added) {
    Set<String> roots = new LinkedHashSet<>();
    if (main != null) {
      roots.add(main);
    }
    for (String module : added) {
      if (module.equals("ALL-MODULE-PATH")) {
        finder.findAll().forEach(each -> roots.add(each.descriptor().name()));
      } else {
        roots.add(module);
      }
    }
    return roots;
  }

  /** Where the modules are; an image of these has their classes. */
  List<Path> locations() {
    List<Path> locations = new ArrayList<>();
    for (ResolvedModule module : configuration.modules()) {
      module
          .reference()
          .location()
          .filter(uri -> "file".equals(uri.getScheme()))
          .map(Path::of)
          .ifPresent(locations::add);
    }
    return locations;
  }

  /**
   * The main class its descriptor names.
   *
   * @throws ProgramException if it names none
   */
  String mainClass() throws ProgramException {
    return Optional.ofNullable(main)
        .flatMap(configuration::findModule)
        .map(ResolvedModule::reference)
        .map(ModuleReference::descriptor)
        .flatMap(ModuleDescriptor::mainClass)
        .orElseThrow(
            () ->
                ProgramException.notRunnable(
                    "module " + main + " names no main class: give one, as in -m MODULE/CLASS",
                    null));
  }

  /** Defines them to {@code loader}; the host may enter the package of the main class. */
  ModuleLayer define(ImageLoader loader, String mainClass) {
    ModuleLayer.Controller controller =
        ModuleLayer.defineModules(configuration, List.of(ModuleLayer.boot()), name -> loader);
    ModuleLayer layer = controller.layer();
    Module unnamed = loader.getUnnamedModule(); // has the class that rewritten calls go to
    layer.modules().forEach(module -> controller.addReads(module, unnamed));
    if (main == null) {
      return layer;
    }
    int dot = mainClass.lastIndexOf('.');
    Module module = layer.findModule(main).orElseThrow();
    if (dot > 0 && module.getPackages().contains(mainClass.substring(0, dot))) {
      controller.addOpens(module, mainClass.substring(0, dot), Modules.class.getModule());
    }
    return layer;
  }
}
