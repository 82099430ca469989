package dev.metaproc.launcher.command;

import dev.metaproc.launcher.javaline.JavaOptions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code java} says of modules and packages it is to open and does not have. */
final class ModuleWarnings {
  private ModuleWarnings() {}

  /** Those of one line; none where a module path may have the modules. */
  static List<String> of(JavaOptions options) {
    if (options.modulePath() != null) {
      return List.of();
    }
    Stream<String> exports = options.addExports().stream().map(each -> of("exports", each));
    Stream<String> opens = options.addOpens().stream().map(each -> of("opens", each));
    return Stream.of(exports, opens)
        .flatMap(all -> all)
        .filter(text -> !text.isEmpty())
        .map(text -> "WARNING: " + text)
        .toList();
  }

  private static String of(String option, String modulePackage) {
    String name = modulePackage.substring(0, modulePackage.indexOf('/'));
    String inside = modulePackage.substring(name.length() + 1).replaceFirst("=.*$", "");
    Optional<Module> module = ModuleLayer.boot().findModule(name);
    if (module.isEmpty()) {
      return "Unknown module: " + name + " specified to --add-" + option;
    }
    return module.get().getPackages().contains(inside)
        ? ""
        : "package " + inside + " not in " + name;
  }
}
