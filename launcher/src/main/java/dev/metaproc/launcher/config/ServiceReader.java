package dev.metaproc.launcher.config;

import dev.metaproc.debug.DebugOptions;
import dev.metaproc.launcher.config.Project.Condition;
import dev.metaproc.launcher.config.Project.Dependency;
import dev.metaproc.launcher.config.Project.Service;
import dev.metaproc.launcher.host.Limits;
import dev.metaproc.launcher.host.Processors;
import dev.metaproc.launcher.host.ProgramSpec;
import dev.metaproc.launcher.host.Readiness;
import dev.metaproc.launcher.host.RestartPolicy;
import dev.metaproc.launcher.javaline.Words;
import dev.metaproc.launcher.words.Choices;
import dev.metaproc.launcher.words.DebugWords;
import dev.metaproc.launcher.words.Durations;
import dev.metaproc.launcher.words.EnvironmentFile;
import dev.metaproc.launcher.words.Sizes;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code programs}. */
final class ServiceReader {
  static final List<String> KEYS =
      List.of(
          "jar",
          "main",
          "classpath",
          "command",
          "java",
          "args",
          "env",
          "env_file",
          "workdir",
          "restart",
          "restart_backoff",
          "stop_timeout",
          "stdin_open",
          "debug",
          "ready",
          "depends_on",
          "replicas",
          "limits");
  static final List<String> READY_KEYS = List.of("log", "tcp");
  static final List<String> LIMIT_KEYS =
      List.of("threads", "cpu", "allocation", "time", "nice", "cpus", "policy");
  static final List<String> DEPENDENCY_KEYS = List.of("condition");

  private final Service service;
  private final Section section;

  private ServiceReader(Service service, Section section) {
    this.service = service;
    this.section = section;
  }

  static ServiceReader of(String name, Section programs, Path home) {
    Section section = programs.section(name).allowing(KEYS);
    Path directory = home.resolve(orElse(section.text("workdir"), "")).normalize();
    Service service =
        new Service(
            checkedName(name, programs),
            command(section),
            environment(section, home),
            directory.toString(),
            restart(section),
            orElse(duration(section, "stop_timeout"), ProgramSpec.STOP_TIMEOUT),
            section.flag("stdin_open"),
            limits(section),
            ready(section),
            debug(section),
            dependencies(section),
            section.number("replicas", 1, 10_000));
    return new ServiceReader(service, section);
  }

  /** A line {@code name: command}, where the command may begin with {@code java}. */
  static ServiceReader ofProcfile(String name, Section root, Path home) {
    Service service =
        new Service(
            checkedName(name, root),
            withoutJava(Words.split("" + root.text(name))),
            Map.of(),
            home.toString(),
            RestartPolicy.NEVER,
            ProgramSpec.STOP_TIMEOUT,
            false,
            Limits.NONE,
            null,
            null,
            List.of(),
            null);
    return new ServiceReader(service, root);
  }

  Service service() {
    return service;
  }

  /** Where what it waits for stands. */
  Place placeOfDependencies() {
    return section.placeOf("depends_on");
  }

  private static <T> T orElse(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }

  private static String checkedName(String name, Section programs) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,99}")) {
      throw programs
          .placeOf(name)
          .wrong(
              "program name '"
                  + name
                  + "' must be letters, digits, '_' and '-', the first a letter or digit");
    }
    return name;
  }

  private static List<String> command(Section section) {
    List<String> ways = List.of("jar", "main", "command").stream().filter(section::has).toList();
    if (ways.size() != 1) {
      throw section
          .placeOf(ways.isEmpty() ? "" : ways.get(1))
          .wrong(
              "a program has exactly one of jar, main and command, this one has "
                  + (ways.isEmpty() ? "none" : String.join(" and ", ways)));
    }
    if (section.has("classpath") && !section.has("main")) {
      throw section.wrong(
          "classpath",
          section.has("jar")
              ? "has no effect with jar, whose manifest names what it needs: name the main class"
                  + " (main:) instead"
              : "goes with main: write it into command (-cp …)");
    }
    if (section.has("java") && section.has("command")) {
      throw section.wrong("java", "goes with main or jar: write it into command");
    }
    List<String> words = new ArrayList<>();
    if (section.has("command")) {
      words.addAll(
          withoutJava(
              section.isSequence("command")
                  ? section.texts("command")
                  : Words.split("" + section.text("command"))));
      words.addAll(section.texts("args"));
      return words;
    }
    words.addAll(section.texts("java"));
    if (section.has("classpath")) {
      words.addAll(List.of("-cp", String.join(File.pathSeparator, section.texts("classpath"))));
    }
    if (section.has("jar")) {
      words.add("-jar");
    }
    words.add("" + section.text(ways.getFirst()));
    words.addAll(section.texts("args"));
    return words;
  }

  private static List<String> withoutJava(List<String> words) {
    return !words.isEmpty() && words.getFirst().equals("java")
        ? words.subList(1, words.size())
        : words;
  }

  private static Map<String, String> environment(Section section, Path home) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String file : section.texts("env_file")) {
      environment.putAll(EnvironmentFile.read(home.resolve(file)));
    }
    environment.putAll(section.variables("env"));
    return environment;
  }

  private static @Nullable Duration duration(Section section, String key) {
    return section.value(key, "a length of time (10s, 1m30s, 500ms)", Durations::parse);
  }

  private static @Nullable Duration span(Section limits, String key) {
    return limits.value(
        key,
        "a length of time above 0 (10s, 1m30s, 500ms)",
        text -> Durations.parse(text).filter(time -> !time.isZero()));
  }

  private static RestartPolicy restart(Section section) {
    RestartPolicy policy = RestartPolicy.NEVER;
    String text = section.text("restart");
    if (text != null) {
      try {
        policy = RestartPolicy.parse(text);
      } catch (IllegalArgumentException e) {
        throw section.placeOf("restart").wrong(String.valueOf(e.getMessage()));
      }
    }
    String backoff = section.text("restart_backoff");
    return backoff == null ? policy : withBackoff(policy, backoff, section);
  }

  private static RestartPolicy withBackoff(RestartPolicy policy, String text, Section section) {
    String[] ends = text.split("\\.\\.", -1);
    Optional<Duration> first = Durations.parse(ends[0]);
    Optional<Duration> longest = Durations.parse(ends[ends.length - 1]);
    if (ends.length > 2
        || first.isEmpty()
        || longest.isEmpty()
        || first.get().compareTo(longest.get()) > 0
        || first.get().isZero()) {
      throw section.wrong(
          "restart_backoff", "is '" + text + "', it must be FIRST..LONGEST, such as 1s..30s");
    }
    return policy.withBackoff(first.get(), longest.get());
  }

  private static @Nullable Readiness ready(Section section) {
    if (!section.has("ready")) {
      return null;
    }
    Section ready = section.section("ready").allowing(READY_KEYS);
    if (ready.keys().size() != 1) {
      throw section.wrong("ready", "has one of log and tcp");
    }
    return new Readiness(ready.text("log"), ready.number("tcp", 1, 65_535));
  }

  private static @Nullable DebugOptions debug(Section section) {
    String text = section.text("debug");
    if (text == null || text.equals("false")) {
      return null;
    }
    try {
      return DebugWords.parse(text.equals("true") ? "" : text);
    } catch (IllegalArgumentException e) {
      throw section.wrong("debug", "is '" + text + "': " + e.getMessage());
    }
  }

  private static Limits limits(Section section) {
    if (!section.has("limits")) {
      return Limits.NONE;
    }
    Section limits = section.section("limits").allowing(LIMIT_KEYS);
    Limits.Policy policy =
        limits.value(
            "policy",
            "stop or report",
            text ->
                switch (text) {
                  case "stop" -> Optional.of(Limits.Policy.STOP);
                  case "report" -> Optional.of(Limits.Policy.REPORT);
                  default -> Optional.<Limits.Policy>empty();
                });
    return new Limits(
        limits.number("threads", 1, 1_000_000),
        span(limits, "cpu"),
        limits.value(
            "allocation",
            "a size above 0 (64m, 2g)",
            text -> Sizes.parse(text).filter(size -> size > 0)),
        span(limits, "time"),
        limits.value("nice", "a number from -20 to 19", ServiceReader::nice),
        limits.value("cpus", "a list of processors such as 0,2-3", ServiceReader::cpus),
        orElse(policy, Limits.Policy.STOP));
  }

  private static Optional<Integer> nice(String text) {
    return text.matches("-?\\d{1,2}")
        ? Optional.of(Integer.parseInt(text)).filter(n -> n >= -20 && n <= 19)
        : Optional.empty();
  }

  private static Optional<String> cpus(String text) {
    return Processors.parse(text).map(set -> text);
  }

  private static List<Dependency> dependencies(Section section) {
    List<Dependency> dependencies = new ArrayList<>();
    if (!section.isMapping("depends_on")) {
      for (String name : section.texts("depends_on")) {
        dependencies.add(new Dependency(name, Condition.STARTED));
      }
      return dependencies;
    }
    Section all = section.section("depends_on");
    for (String name : all.keys()) {
      Section one = all.section(name).allowing(DEPENDENCY_KEYS);
      Condition condition =
          one.value("condition", "started, healthy or completed", ServiceReader::condition);
      dependencies.add(new Dependency(name, orElse(condition, Condition.STARTED)));
    }
    return dependencies;
  }

  private static Optional<Condition> condition(String text) {
    return Choices.of(Condition.class, text);
  }
}
