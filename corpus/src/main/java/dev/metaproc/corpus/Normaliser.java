package dev.metaproc.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes out of a text what differs from run to run: directories and ports become names, then the
 * rules of {@code norm.tsv} apply in order.
 */
final class Normaliser {
  private final Workplace place;
  private final List<Rule> rules;

  private record Rule(String section, String pattern, String replacement) {}

  Normaliser(Workplace place) throws IOException {
    this.place = place;
    this.rules = rules(place.source().folder().resolve("norm.tsv"));
  }

  private static List<Rule> rules(Path file) throws IOException {
    List<Rule> rules = new ArrayList<>();
    if (!Files.exists(file)) {
      return rules;
    }
    for (String line : Files.readAllLines(file)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] columns = line.split("\t", -1);
      if (columns.length < 2) {
        throw new CorpusException(
            file + ": '" + line + "' has no tab: write SECTION TAB REGEX TAB REPLACEMENT");
      }
      rules.add(new Rule(columns[0], columns[1], columns.length > 2 ? columns[2] : ""));
    }
    return rules;
  }

  /**
   * @param section {@code stdout}, {@code stderr}, {@code client}, {@code file} or {@code tree}
   */
  String apply(String section, String text) {
    String result = named(text.replace("\r\n", "\n"));
    for (Rule rule : rules) {
      if (!rule.section.equals("all") && !rule.section.equals(section)) {
        continue;
      }
      if (rule.pattern.equals("SORT")) {
        result =
            Arrays.stream(result.split("\n")).sorted().collect(Collectors.joining("\n", "", "\n"));
      } else {
        Matcher matcher = Pattern.compile(rule.pattern, Pattern.MULTILINE).matcher(result);
        result = matcher.replaceAll(rule.replacement.replace("\\n", "\n"));
      }
    }
    return result;
  }

  private String named(String text) {
    String result =
        text.replace(place.directory().toString(), "@CWD@")
            .replace(place.home().toString(), "@HOME@")
            .replace(place.settings().repository().toString(), "@M2@")
            .replace(place.settings().javaHome(), "@JAVA_HOME@");
    for (Map.Entry<String, String> port : place.ports().entrySet()) {
      String name = "@" + port.getKey().toUpperCase(Locale.ROOT) + "@";
      result = result.replaceAll("(?<![0-9])" + port.getValue() + "(?![0-9])", name);
    }
    return result;
  }
}
