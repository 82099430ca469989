package dev.metaproc.launcher.daemon;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.metaproc.launcher.exit.LaunchException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of one control request, each checked where it is asked for. */
record ControlRequest(JsonObject fields) {
  String text(String field) {
    String value = textOrNull(field);
    if (value == null) {
      throw LaunchException.usage(
          "field '" + field + "' is missing: it must be a text (docs/host.md has the operations)");
    }
    return value;
  }

  @Nullable String textOrNull(String field) {
    JsonElement value = fields.get(field);
    if (value == null || value.isJsonNull()) {
      return null;
    }
    if (!value.isJsonPrimitive()) {
      throw wrong(field, value, "a text");
    }
    return value.getAsString();
  }

  Duration seconds(String field, Duration otherwise) {
    JsonElement value = fields.get(field);
    if (value == null) {
      return otherwise;
    }
    if (!value.toString().matches("\\d{1,9}")) {
      throw wrong(field, value, "a number of seconds from 0 to 999999999");
    }
    return Duration.ofSeconds(value.getAsLong());
  }

  boolean flag(String field) {
    JsonElement value = fields.get(field);
    return value != null && value.toString().equals("true");
  }

  List<String> texts(String field) {
    JsonElement value = fields.get(field);
    if (value == null) {
      return List.of();
    }
    if (!value.isJsonArray()
        || !value.getAsJsonArray().asList().stream().allMatch(JsonElement::isJsonPrimitive)) {
      throw wrong(field, value, "an array of texts");
    }
    return value.getAsJsonArray().asList().stream().map(JsonElement::getAsString).toList();
  }

  /** A directory, the host's own if none is given. */
  Path directory(String field) {
    JsonElement value = fields.get(field);
    String text = textOrNull(field);
    if (value == null || text == null) {
      return Path.of("").toAbsolutePath();
    }
    if (!text.startsWith("/")) {
      throw wrong(field, value, "an absolute path");
    }
    return Path.of(text);
  }

  Map<String, String> map(String field) {
    JsonElement value = fields.get(field);
    Map<String, String> map = new LinkedHashMap<>();
    if (value == null) {
      return map;
    }
    if (!value.isJsonObject()
        || !value.getAsJsonObject().asMap().values().stream()
            .allMatch(JsonElement::isJsonPrimitive)) {
      throw wrong(field, value, "an object of texts");
    }
    value.getAsJsonObject().asMap().forEach((name, text) -> map.put(name, text.getAsString()));
    return map;
  }

  private static LaunchException wrong(String field, JsonElement value, String rule) {
    return LaunchException.usage("field '" + field + "' is " + value + ", it must be " + rule);
  }
}
