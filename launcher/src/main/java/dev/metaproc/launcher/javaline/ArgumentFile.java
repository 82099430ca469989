package dev.metaproc.launcher.javaline;

import dev.metaproc.launcher.exit.LaunchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The words of a {@code java @file}: white space separates, quotes group, {@code #} comments. */
final class ArgumentFile {
  private ArgumentFile() {}

  static List<String> read(Path file) {
    try {
      return Words.split(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new LaunchException(
          LaunchException.Kind.USAGE,
          "argument file @" + file + " cannot be read (" + Words.reason(e) + ")",
          e);
    }
  }
}
