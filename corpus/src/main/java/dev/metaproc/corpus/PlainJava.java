package dev.metaproc.corpus;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Starts the program of a case in a JVM of its own, as a user would. */
final class PlainJava implements Launcher {
  @Override
  public Process start(Workplace place) throws IOException {
    CorpusCase source = place.source();
    List<String> command = new ArrayList<>(List.of(place.settings().javaHome() + "/bin/java"));
    command.addAll(place.expanded(source.words("jvm")));
    place.properties().forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(what(place));
    command.addAll(place.expanded(source.numbered("arg")));
    ProcessBuilder builder = new ProcessBuilder(command).directory(place.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(place.environment());
    if (!source.isServer()) {
      String stdin = source.get("stdin");
      builder.redirectInput(
          stdin.isEmpty() ? new File("/dev/null") : place.directory().resolve(stdin).toFile());
    }
    return builder
        .redirectOutput(place.file(OUT).toFile())
        .redirectError(place.file(ERR).toFile())
        .start();
  }

  private static List<String> what(Workplace place) throws IOException {
    CorpusCase source = place.source();
    String main = source.get("main");
    String classPath = place.expand("${cp}");
    return switch (source.get("launch", "classpath")) {
      case "jar" -> List.of("-jar", place.classPath().getFirst().toString());
      case "module" ->
          List.of("-p", classPath, "-m", source.get("module") + (main.isEmpty() ? "" : "/" + main));
      default -> List.of("-cp", classPath, main);
    };
  }
}
