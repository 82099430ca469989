package dev.metaproc.launcher.words;

import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.javaline.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of variables, one {@code NAME=VALUE} a line; blank lines and {@code #} are passed over.
 */
public final class EnvironmentFile {
  private EnvironmentFile() {}

  /**
   * Reads it.
   *
   * @throws LaunchException that names the line
   */
  public static Map<String, String> read(Path file) {
    try {
      return parse(file, Files.readAllLines(file));
    } catch (IOException e) {
      throw LaunchException.usage(
          "environment file " + file + " cannot be read (" + Words.reason(e) + ")");
    }
  }

  private static Map<String, String> parse(Path file, List<String> lines) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int equals = line.indexOf('=');
      if (equals <= 0) {
        throw LaunchException.usage(file + ":" + (i + 1) + ": '" + line + "' must be NAME=VALUE");
      }
      variables.put(
          line.substring(0, equals).strip(), unquoted(line.substring(equals + 1).strip()));
    }
    return variables;
  }

  private static String unquoted(String value) {
    boolean isQuoted = value.matches("\"[^\"]*\"|'[^']*'");
    return isQuoted ? value.substring(1, value.length() - 1) : value;
  }
}
