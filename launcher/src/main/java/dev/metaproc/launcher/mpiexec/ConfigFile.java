package dev.metaproc.launcher.mpiexec;

import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.javaline.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A {@code -configfile}: one segment a line. */
final class ConfigFile {
  private ConfigFile() {}

  static List<List<String>> segments(String name, Path directory) {
    List<List<String>> segments =
        read(name, directory)
            .replaceAll("\\\\\r?\n", " ")
            .lines()
            .map(Words::split)
            .filter(words -> !words.isEmpty())
            .toList();
    if (segments.isEmpty()) {
      throw LaunchException.usage(
          "-configfile "
              + name
              + ": the file has no segment (write one on a line, for example -n 4 app.jar)");
    }
    return segments;
  }

  private static String read(String name, Path directory) {
    try {
      return Files.readString(directory.resolve(name), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new LaunchException(
          LaunchException.Kind.USAGE,
          "-configfile " + name + ": the file cannot be read (" + Words.reason(e) + ")",
          e);
    }
  }
}
