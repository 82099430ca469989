package dev.metaproc.launcher.program;

import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.exit.LaunchException.Kind;
import dev.metaproc.launcher.javaline.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files below a directory by their ending, in one order on every machine. */
final class Sources {
  private Sources() {}

  static List<Path> in(Path directory) {
    return below(directory, ".java");
  }

  static List<Path> below(Path directory, String ending) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new LaunchException(
          Kind.NOT_RUNNABLE,
          directory + ": the directory cannot be read (" + Words.reason(e) + ")",
          e);
    }
  }
}
