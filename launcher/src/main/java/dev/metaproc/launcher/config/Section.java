package dev.metaproc.launcher.config;

import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.words.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of a file, read key by key. Whatever is wrong is told with its place. A section knows
 * the keys it may have from the start, so that a mistyped one is found and its likely meaning told.
 */
final class Section {
  private final String file;
  private final String path;
  private final Variables variables;
  private final Place place;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Place> places = new LinkedHashMap<>();

  private Section(String file, String path, Variables variables, MappingNode node) {
    this.file = file;
    this.path = path;
    this.variables = variables;
    place = Place.of(file, node);
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw Place.of(file, tuple.getKeyNode()).wrong("a key must be a word");
      }
      Place at = Place.of(file, key);
      Place first = places.putIfAbsent(key.getValue(), at);
      if (first != null) {
        throw at.wrong(
            "key " + key.getValue() + " is given twice, the first time in line " + first.line());
      }
      values.put(key.getValue(), tuple.getValueNode());
    }
  }

  /**
   * Takes a mapping.
   *
   * @param path what it is called in messages, such as {@code programs/api}
   */
  static Section of(String file, String path, Variables variables, Node node) {
    if (node instanceof MappingNode mapping) {
      return new Section(file, path, variables, mapping);
    }
    throw Place.of(file, node).wrong((path.isEmpty() ? "the file" : path) + " must be a mapping");
  }

  /** Refuses keys other than these. */
  Section allowing(List<String> keys) {
    places.forEach(
        (key, at) -> {
          if (!keys.contains(key)) {
            throw at.wrong("unknown key " + key + in() + hint(key, keys));
          }
        });
    return this;
  }

  private String in() {
    return path.isEmpty() ? "" : " in " + path;
  }

  private static String hint(String key, List<String> keys) {
    return Nearest.of(key, keys)
        .map(near -> ": did you mean " + near + "?")
        .orElse(": the keys are " + String.join(", ", keys));
  }

  /**
   * Where each value stands: {@code programs/api/restart} → {@code metaproc.yaml:5:14}, and which
   * variables are put into it.
   */
  Map<String, String> origins() {
    Map<String, String> origins = new LinkedHashMap<>();
    for (Map.Entry<String, Node> each : values.entrySet()) {
      String at = path.isEmpty() ? each.getKey() : path + "/" + each.getKey();
      if (each.getValue() instanceof MappingNode mapping) {
        origins.putAll(new Section(file, at, variables, mapping).origins());
      } else {
        origins.put(at, Place.of(file, each.getValue()) + variables.namesIn(each.getValue()));
      }
    }
    return origins;
  }

  List<String> keys() {
    return List.copyOf(values.keySet());
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** Where a key stands, or the section if it has no such key. */
  Place placeOf(String key) {
    return places.getOrDefault(key, place);
  }

  LaunchException wrong(String key, String message) {
    return placeOf(key).wrong(path + "/" + key + " " + message);
  }

  /** A text, number or truth value, as written. */
  @Nullable String text(String key) {
    Node node = values.get(key);
    return node == null ? null : scalar(key, node);
  }

  private String scalar(String key, Node node) {
    Place at = Place.of(file, node);
    if (node instanceof ScalarNode scalar) {
      return variables.resolve(scalar.getValue(), at);
    }
    throw at.wrong(path + "/" + key + " must be a single value");
  }

  /** A value of another type. */
  <T> @Nullable T value(String key, String rule, Function<String, Optional<T>> parse) {
    String text = text(key);
    if (text == null) {
      return null;
    }
    return parse.apply(text).orElseThrow(() -> wrong(key, "is '" + text + "', it must be " + rule));
  }

  boolean flag(String key) {
    Boolean flag =
        value(
            key,
            "true or false",
            text ->
                switch (text) {
                  case "true" -> Optional.of(true);
                  case "false" -> Optional.of(false);
                  default -> Optional.<Boolean>empty();
                });
    return flag != null && flag;
  }

  @Nullable Integer number(String key, int least, int most) {
    return value(
        key,
        "a number from " + least + " to " + most,
        text ->
            text.matches("\\d{1,9}")
                ? Optional.of(Integer.parseInt(text)).filter(n -> n >= least && n <= most)
                : Optional.empty());
  }

  /** A sequence of values; a single one is a sequence of one. */
  List<String> texts(String key) {
    Node node = values.get(key);
    List<String> texts = new ArrayList<>();
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(each -> texts.add(scalar(key, each)));
    } else if (node != null) {
      texts.add(scalar(key, node));
    }
    return texts;
  }

  /**
   * A mapping of names to texts, or a sequence of {@code NAME=VALUE}. A name without a value is
   * left out: it has the client's.
   */
  Map<String, String> variables(String key) {
    Map<String, String> map = new LinkedHashMap<>();
    if (values.get(key) instanceof SequenceNode) {
      for (String text : texts(key)) {
        int equals = text.indexOf('=');
        if (equals == 0 || text.isEmpty()) {
          throw wrong(key, "has '" + text + "', it must be NAME=VALUE or NAME");
        }
        if (equals > 0) {
          map.put(text.substring(0, equals), text.substring(equals + 1));
        }
      }
    } else if (has(key)) {
      Section section = section(key);
      for (String name : section.keys()) {
        if (!section.isNull(name)) {
          map.put(name, "" + section.text(name));
        }
      }
    }
    return map;
  }

  private boolean isNull(String key) {
    Node node = values.get(key);
    return node != null && node.getTag().equals(Tag.NULL);
  }

  boolean isSequence(String key) {
    return values.get(key) instanceof SequenceNode;
  }

  boolean isMapping(String key) {
    return values.get(key) instanceof MappingNode;
  }

  /** The mapping under a key; one that is not there is empty. */
  Section section(String key) {
    Node node = values.get(key);
    if (node == null) {
      throw wrong(key, "is missing");
    }
    return of(file, path.isEmpty() ? key : path + "/" + key, variables, node);
  }
}
