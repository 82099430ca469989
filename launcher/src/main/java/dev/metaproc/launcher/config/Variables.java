package dev.metaproc.launcher.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Puts variables of the client's environment into a value: {@code ${NAME}}, {@code
 * ${NAME:-otherwise}}, {@code $$} for a dollar sign.
 */
record Variables(Map<String, String> environment) {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$(?:\\$|\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}|)");

  /**
   * The value with all references replaced.
   *
   * @throws dev.metaproc.launcher.exit.LaunchException for a variable that is not set
   */
  String resolve(String value, Place place) {
    Matcher matcher = REFERENCE.matcher(value);
    StringBuilder resolved = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(resolved, Matcher.quoteReplacement(replacement(matcher, place)));
    }
    return matcher.appendTail(resolved).toString();
  }

  /** The variables a value refers to, in words; empty without any. */
  String namesIn(Node node) {
    List<String> names = new ArrayList<>();
    addNames(node, names);
    return names.isEmpty() ? "" : " with " + String.join(", ", names);
  }

  private void addNames(Node node, List<String> into) {
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(each -> addNames(each, into));
    } else if (node instanceof ScalarNode scalar) {
      Matcher matcher = REFERENCE.matcher(scalar.getValue());
      while (matcher.find()) {
        if (matcher.group(1) != null) {
          boolean isSet = !environment.getOrDefault(matcher.group(1), "").isEmpty();
          into.add(matcher.group(1) + (isSet ? " of the environment" : " not set"));
        }
      }
    }
  }

  private String replacement(Matcher matcher, Place place) {
    String name = matcher.group(1);
    if (matcher.group().equals("$$")) {
      return "$";
    }
    if (name == null) {
      throw place.wrong("a '$' must be ${NAME}, ${NAME:-otherwise}, or $$ for itself");
    }
    String value = environment.getOrDefault(name, "");
    String otherwise = matcher.group(2);
    if (value.isEmpty() && otherwise == null && !environment.containsKey(name)) {
      throw place.wrong("variable " + name + " is not set: set it, or write ${" + name + ":-}");
    }
    return value.isEmpty() && otherwise != null ? otherwise : value;
  }
}
