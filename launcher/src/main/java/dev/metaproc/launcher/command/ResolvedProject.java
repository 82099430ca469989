package dev.metaproc.launcher.command;

import dev.metaproc.debug.DebugOptions;
import dev.metaproc.launcher.config.Project;
import dev.metaproc.launcher.config.Project.Dependency;
import dev.metaproc.launcher.config.Project.Service;
import dev.metaproc.launcher.host.Readiness;
import dev.metaproc.launcher.host.RestartPolicy.When;
import dev.metaproc.launcher.json.Json;
import dev.metaproc.launcher.words.DebugWords;
import dev.metaproc.launcher.words.Durations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * A configuration file with all defaults and variables filled in, in words that can be read again.
 */
final class ResolvedProject {
  private ResolvedProject() {}

  static String json(Project project) {
    return Json.line(escaped(map(project))) + "\n";
  }

  static String yaml(Project project) {
    DumpSettings settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setIndent(2).build();
    return new Dump(settings).dumpToString(escaped(map(project)));
  }

  /** A dollar sign that is read again is a variable's. */
  private static Object escaped(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> all = new LinkedHashMap<>();
      map.forEach((key, each) -> all.put(key, escaped(each)));
      return all;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ResolvedProject::escaped).toList();
    }
    return value instanceof String text ? text.replace("$", "$$") : value;
  }

  private static Map<String, Object> map(Project project) {
    Map<String, Object> programs = new LinkedHashMap<>();
    project.services().forEach(service -> programs.put(service.name(), map(service)));
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", project.name());
    map.put("programs", programs);
    return map;
  }

  private static Map<String, Object> map(Service service) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("command", service.command());
    map.put("workdir", service.directory());
    putUnless(service.environment().isEmpty(), map, "env", service.environment());
    map.put("restart", service.restart().toString());
    putUnless(service.restart().when() == When.NO, map, "restart_backoff", backoff(service));
    map.put("stop_timeout", Durations.text(service.stopTimeout()));
    putUnless(!service.hasInput(), map, "stdin_open", true);
    putUnless(service.ready() == null, map, "ready", ready(service.ready()));
    DebugOptions debug = service.debug();
    putUnless(debug == null, map, "debug", debug == null ? null : DebugWords.format(debug));
    putUnless(service.dependsOn().isEmpty(), map, "depends_on", dependencies(service));
    putUnless(service.replicas() == null, map, "replicas", service.replicas());
    putUnless(service.limits().isNone(), map, "limits", limits(service));
    return map;
  }

  private static String backoff(Service service) {
    return Durations.text(service.restart().first())
        + ".."
        + Durations.text(service.restart().longest());
  }

  /**
   * One line a value: where it comes from, what it is called, what it is.
   *
   * @param project read from a file
   */
  static String origins(Project project) {
    StringBuilder text = new StringBuilder();
    flatten("", map(project), project.origins(), text);
    return text.toString();
  }

  private static void flatten(
      String path, Map<String, ?> map, Map<String, String> origins, StringBuilder into) {
    map.forEach(
        (key, value) -> {
          String at = path.isEmpty() ? key : path + "/" + key;
          if (value instanceof Map<?, ?> inner) {
            Map<String, Object> named = new LinkedHashMap<>();
            inner.forEach((name, each) -> named.put(String.valueOf(name), each));
            flatten(at, named, origins, into);
          } else {
            into.append(origin(at, origins)).append('\t').append(at).append(" = ").append(value);
            into.append('\n');
          }
        });
  }

  private static String origin(String path, Map<String, String> origins) {
    int slash = path.lastIndexOf('/');
    String parent = slash < 0 ? "" : path.substring(0, slash);
    String program = path.replaceFirst("^(programs/[^/]+)/.*", "$1");
    return Stream.of(
            path,
            parent, // a sequence, such as env: [A=1]
            parent.replaceFirst("/[^/]+$", ""), // depends_on: [db]
            path.endsWith("/command") ? program + "/jar" : "",
            path.endsWith("/command") ? program + "/main" : "",
            path.endsWith("/command") ? program.replaceFirst("^programs/", "") : "", // Procfile
            path.startsWith(program + "/env/") ? program + "/env_file" : "")
        .flatMap(each -> Optional.ofNullable(origins.get(each)).stream())
        .findFirst()
        .orElse("default");
  }

  private static void putUnless(
      boolean isDefault, Map<String, Object> map, String key, @Nullable Object value) {
    if (!isDefault && value != null) {
      map.put(key, value);
    }
  }

  private static @Nullable Object ready(@Nullable Readiness ready) {
    if (ready == null) {
      return null;
    }
    String text = ready.log();
    Integer port = ready.tcp();
    return text != null ? Map.of("log", text) : Map.of("tcp", port == null ? 0 : port);
  }

  private static Map<String, Object> dependencies(Service service) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Dependency each : service.dependsOn()) {
      map.put(
          each.service(), Map.of("condition", each.condition().name().toLowerCase(Locale.ROOT)));
    }
    return map;
  }

  private static Map<String, Object> limits(Service service) {
    var limits = service.limits();
    Map<String, Object> map = new LinkedHashMap<>();
    putUnless(false, map, "threads", limits.threads());
    putUnless(false, map, "cpu", text(limits.cpu()));
    putUnless(false, map, "allocation", limits.allocation());
    putUnless(false, map, "time", text(limits.wall()));
    putUnless(false, map, "nice", limits.nice());
    putUnless(false, map, "cpus", limits.cpus());
    map.put("policy", limits.policy().name().toLowerCase(Locale.ROOT));
    return map;
  }

  private static @Nullable String text(@Nullable Duration duration) {
    return duration == null ? null : Durations.text(duration);
  }
}
