package dev.metaproc.junit;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the classes of the tests' JVM are. Those of a project with a module descriptor are modules
 * of the JVM's boot layer, and its tests' what patches them; a program has them on its class path.
 */
final class TestClassPath {
  private static final String PATCH = "--patch-module=";

  private TestClassPath() {}

  static List<Path> elements() {
    return Stream.of(patches(), modules(), paths(System.getProperty("java.class.path")))
        .flatMap(each -> each)
        .toList();
  }

  private static Stream<Path> patches() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(word -> word.startsWith(PATCH))
        .flatMap(word -> paths(word.substring(word.indexOf('=', PATCH.length()) + 1)));
  }

  private static Stream<Path> modules() {
    return ModuleLayer.boot().configuration().modules().stream()
        .map(ResolvedModule::reference)
        .map(ModuleReference::location)
        .flatMap(Optional::stream)
        .filter(location -> "file".equals(location.getScheme()))
        .sorted()
        .map(Path::of);
  }

  private static Stream<Path> paths(String list) {
    return Arrays.stream(list.split(File.pathSeparator, -1)).map(Path::of);
  }
}
