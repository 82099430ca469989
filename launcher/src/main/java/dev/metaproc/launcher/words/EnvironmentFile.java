package dev.metaproc.launcher.words;

import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.javaline.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of variables as compose reads it: a line is {@code NAME=VALUE}, with {@code export} before
 * it or not, or {@code NAME}, which leaves the client's value; blank lines and what follows a
 * {@code #} at the beginning of a line or after a space are passed over. Between quotes everything
 * is the value's own, between double ones with {@code \n}, {@code \t}, {@code \r}, {@code \"} and
 * {@code \\}. A dollar sign is itself.
 */
public final class EnvironmentFile {
  private static final Pattern LINE =
      Pattern.compile("(?:export\\s+)?([^\\s=#'\"]+)(?:\\s*=(.*))?");
  private static final Pattern QUOTED =
      Pattern.compile("(?:\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|'([^']*)')\\s*(?:#.*)?");
  private static final Pattern COMMENT = Pattern.compile("\\s+#.*");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

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
      String place = file + ":" + (i + 1) + ": '" + line + "' ";
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw LaunchException.usage(place + "must be NAME=VALUE or NAME");
      }
      if (matcher.group(2) != null) {
        variables.put(matcher.group(1), value(matcher.group(2), place));
      }
    }
    return variables;
  }

  private static String value(String written, String place) {
    String text = COMMENT.matcher(written).replaceFirst("").strip();
    if (!text.startsWith("\"") && !text.startsWith("'")) {
      return text;
    }
    Matcher quoted = QUOTED.matcher(written.strip());
    if (!quoted.matches()) {
      throw LaunchException.usage(place + "must end with the quote that its value begins with");
    }
    return quoted.group(1) == null ? quoted.group(2) : unescaped(quoted.group(1));
  }

  private static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(escape -> Matcher.quoteReplacement(character(escape.group(), escape.group(1))));
  }

  private static String character(String escape, String after) {
    return switch (after) {
      case "n" -> "\n";
      case "r" -> "\r";
      case "t" -> "\t";
      case "\"", "\\" -> after;
      default -> escape;
    };
  }
}
