package dev.metaproc.launcher.javaline;

import dev.metaproc.launcher.exit.LaunchException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns a class path as written into its entries, with {@code lib/*} expanded as java does it. */
public final class ClassPaths {
  private ClassPaths() {}

  /**
   * An empty entry is the directory itself. A wildcard of a directory that is not there is nothing.
   */
  public static List<Path> entries(String classPath, Path directory) {
    return Stream.of(classPath.split(File.pathSeparator, -1))
        .flatMap(entry -> expand(entry, directory))
        .toList();
  }

  /**
   * As the property {@code java.class.path} has it: wildcards expanded where there is a jar,
   * relative names kept.
   */
  public static String property(String classPath, Path directory) {
    return Stream.of(classPath.split(File.pathSeparator, -1))
        .flatMap(entry -> isWildcard(entry) ? written(entry, directory) : Stream.of(entry))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isWildcard(String entry) {
    return entry.equals("*") || entry.endsWith("/*") || entry.endsWith(File.separator + "*");
  }

  private static Stream<String> written(String wildcard, Path directory) {
    String folder = wildcard.substring(0, wildcard.length() - 1);
    List<String> jars = expand(wildcard, directory).map(jar -> folder + jar.getFileName()).toList();
    return jars.isEmpty() ? Stream.of(wildcard) : jars.stream();
  }

  private static Stream<Path> expand(String entry, Path directory) {
    if (entry.equals("*")) {
      return jars(directory).stream();
    }
    if (entry.endsWith("/*") || entry.endsWith(File.separator + "*")) {
      return jars(directory.resolve(entry.substring(0, entry.length() - 2) + "/")).stream();
    }
    return Stream.of(entry.equals(".") ? directory : directory.resolve(entry));
  }

  /** Sorted, so that two runs see the same order; java promises none. */
  private static List<Path> jars(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(ClassPaths::isJar).sorted().toList();
    } catch (IOException e) {
      throw new LaunchException(
          LaunchException.Kind.NOT_RUNNABLE,
          "class path "
              + directory
              + "/*: the directory cannot be listed ("
              + Words.reason(e)
              + ")",
          e);
    }
  }

  private static boolean isJar(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".jar");
  }
}
