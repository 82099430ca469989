package dev.metaproc.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where one run of a case happens: a fresh working directory filled with its inputs, an empty home,
 * free ports, and the values of the placeholders that stand for them.
 */
final class Workplace implements AutoCloseable {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]+)}");

  private final CorpusCase source;
  private final Path base;
  private final Settings settings;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, String> ports = new LinkedHashMap<>();

  private Workplace(CorpusCase source, Path base, Settings settings) {
    this.source = source;
    this.base = base;
    this.settings = settings;
  }

  /**
   * Lays out a workplace in {@code base}, which is emptied first.
   *
   * @throws CorpusException if a jar the case needs is not in the local repository
   */
  static Workplace prepare(CorpusCase source, Path base, Settings settings) throws IOException {
    Workplace place = new Workplace(source, base, settings);
    place.checkArtifacts();
    delete(base);
    Files.createDirectories(place.directory());
    Files.createDirectories(place.home());
    Path inputs = source.folder().resolve("inputs");
    if (Files.isDirectory(inputs)) {
      copy(inputs, place.directory());
    }
    for (String name : source.words("mkdirs")) {
      Files.createDirectories(place.directory().resolve(name));
    }
    place.assign();
    for (String name : source.words("templates")) {
      Path file = place.directory().resolve(name);
      Files.writeString(file, place.expand(Files.readString(file)));
    }
    return place;
  }

  private void checkArtifacts() throws IOException {
    for (CorpusCase.Artifact artifact : source.artifacts()) {
      if (!Files.exists(settings.repository().resolve(artifact.path()))) {
        throw new CorpusException(
            artifact.path()
                + " is not in "
                + settings.repository()
                + ": resolve the corpus first (mvn downloads it), or name the repository with"
                + " --repository");
      }
    }
  }

  private void assign() throws IOException {
    values.put("cwd", directory().toString());
    values.put("home", home().toString());
    values.put("m2", settings.repository().toString());
    values.put("java.home", settings.javaHome());
    int count = Integer.parseInt(source.get("ports", "0"));
    for (int i = 1; i <= count; i++) {
      ports.put("port" + i, String.valueOf(freePort()));
    }
    values.putAll(ports);
    String classPath = jars("cp");
    for (String before : source.words("cp.prepend")) {
      classPath = expand(before) + (classPath.isEmpty() ? "" : ":" + classPath);
    }
    values.put("cp", classPath);
    values.put("clientcp", source.get("client.coords").isEmpty() ? classPath : jars("client"));
    values.put("extracp", jars("extra"));
  }

  private String jars(String role) throws IOException {
    return source.artifacts().stream()
        .filter(each -> each.role().equals(role))
        .map(each -> settings.repository().resolve(each.path()).toString())
        .collect(Collectors.joining(":"));
  }

  /** Programs that start at the same time must not be given the same port. */
  private static synchronized int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The text with its placeholders replaced. */
  String expand(String text) throws IOException {
    Matcher matcher = PLACEHOLDER.matcher(text);
    StringBuilder expanded = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(expanded, Matcher.quoteReplacement(value(matcher.group(1))));
    }
    return matcher.appendTail(expanded).toString();
  }

  private String value(String name) throws IOException {
    String value = values.get(name);
    if (value != null) {
      return value;
    }
    String jar = name.startsWith("jar:") ? name.substring("jar:".length()) : "";
    for (CorpusCase.Artifact artifact : source.artifacts()) {
      Path path = settings.repository().resolve(artifact.path());
      if (!jar.isEmpty()
          && (artifact.path().endsWith("/" + jar)
              || path.getFileName().toString().startsWith(jar))) {
        return path.toString();
      }
    }
    throw new CorpusException(
        "${" + name + "} in " + CorpusCase.DESCRIPTOR + " is no placeholder of the format");
  }

  List<Path> classPath() throws IOException {
    List<Path> paths = new ArrayList<>();
    for (String each : expand("${cp}").split(":")) {
      if (!each.isEmpty()) {
        paths.add(Path.of(each));
      }
    }
    return paths;
  }

  Map<String, String> environment() throws IOException {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    environment.put("HOME", home().toString());
    environment.put("LANG", "C.UTF-8");
    environment.put("TZ", "UTC");
    environment.put("JAVA_HOME", settings.javaHome());
    environment.putAll(expanded(source.prefixed("env.")));
    return environment;
  }

  Map<String, String> properties() throws IOException {
    return expanded(source.prefixed("sysprop."));
  }

  private Map<String, String> expanded(Map<String, String> raw) throws IOException {
    Map<String, String> expanded = new LinkedHashMap<>();
    for (Map.Entry<String, String> each : raw.entrySet()) {
      expanded.put(each.getKey(), expand(each.getValue()));
    }
    return expanded;
  }

  List<String> expanded(List<String> raw) throws IOException {
    List<String> expanded = new ArrayList<>();
    for (String each : raw) {
      expanded.add(expand(each));
    }
    return expanded;
  }

  CorpusCase source() {
    return source;
  }

  Settings settings() {
    return settings;
  }

  Path directory() {
    return base.resolve("cwd");
  }

  Path home() {
    return base.resolve("home");
  }

  /** Where a stream of the program is kept: {@code stdout}, {@code stderr}. */
  Path file(String name) {
    return base.resolve(name);
  }

  /** Placeholder names and values of the ports. */
  Map<String, String> ports() {
    return ports;
  }

  @Override
  public void close() throws IOException {
    delete(base);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private static void delete(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
