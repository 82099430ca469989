package dev.metaproc.launcher.command;

import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.host.HostedProgram;
import dev.metaproc.launcher.host.ProgramState;
import dev.metaproc.launcher.words.Nearest;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One {@code --filter KEY=VALUE}, as docker has them: of several with the same key one must hold,
 * of different keys each.
 */
record PsFilter(String key, Predicate<HostedProgram> test) {
  private static final List<String> KEYS = List.of("name", "status", "exited", "project", "ready");

  static PsFilter parse(String text) {
    int equals = text.indexOf('=');
    String key = equals < 0 ? text : text.substring(0, equals);
    String value = equals < 0 ? "" : text.substring(equals + 1);
    if (!KEYS.contains(key) || value.isEmpty()) {
      String cure =
          equals < 0 || KEYS.contains(key)
              ? "it must be KEY=VALUE, the keys are " + String.join(", ", KEYS)
              : Nearest.of(key, KEYS)
                  .map(near -> "did you mean " + near + "?")
                  .orElse("the keys are " + String.join(", ", KEYS));
      throw LaunchException.usage("--filter '" + text + "': " + cure);
    }
    return new PsFilter(
        key,
        switch (key) {
          case "name" -> name(value);
          case "status" -> status(text, value);
          case "exited" -> exited(text, value);
          case "project" -> program -> value.equals(program.spec().project());
          default -> ready(text, value);
        });
  }

  private static Predicate<HostedProgram> name(String value) {
    var matcher = FileSystems.getDefault().getPathMatcher("glob:" + value);
    return program -> program.name().startsWith(value) || matcher.matches(Path.of(program.name()));
  }

  private static Predicate<HostedProgram> status(String text, String value) {
    if (value.equals("paused")) {
      return program -> program.status().suspended();
    }
    ProgramState state =
        Arrays.stream(ProgramState.values())
            .filter(each -> each.name().equals(value.toUpperCase(Locale.ROOT)))
            .findFirst()
            .orElseThrow(
                () ->
                    LaunchException.usage(
                        "--filter '"
                            + text
                            + "': a status is one of "
                            + Arrays.stream(ProgramState.values())
                                .map(each -> each.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                            + ", paused"));
    return program -> program.state() == state;
  }

  private static Predicate<HostedProgram> exited(String text, String value) {
    if (!value.matches("\\d{1,3}")) {
      throw LaunchException.usage("--filter '" + text + "': an exit code is 0 to 255");
    }
    Integer code = Integer.valueOf(value);
    return program -> code.equals(program.status().exitCode());
  }

  private static Predicate<HostedProgram> ready(String text, String value) {
    if (!value.equals("true") && !value.equals("false")) {
      throw LaunchException.usage("--filter '" + text + "': ready is true or false");
    }
    return program -> program.status().ready() == value.equals("true");
  }

  /** Whether a program passes them all. */
  static boolean pass(List<PsFilter> filters, HostedProgram program) {
    return filters.stream().collect(Collectors.groupingBy(PsFilter::key)).values().stream()
        .allMatch(same -> same.stream().anyMatch(each -> each.test.test(program)));
  }
}
