package dev.metaproc.launcher.client;

import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.exit.LaunchException.Kind;
import dev.metaproc.launcher.host.HostDirectories;
import dev.metaproc.launcher.javaline.VariableWords;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts a host as a process of its own and waits until it listens. Of several clients that find no
 * host at the same time one starts it, the others wait for that.
 */
final class HostStarter {
  /** The options of a host's JVM, put into this property by the scripts in bin/. */
  private static final String OPTIONS = "metaproc.host.options";

  /** Where they keep what the JVM has ready of a host's classes, likewise. */
  private static final String CACHE = "metaproc.host.cache";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final HostDirectories host;
  private final Map<String, String> environment;
  private final List<String> java;
  private final List<String> arguments;

  HostStarter(HostDirectories host, Map<String, String> environment) {
    this(host, environment, java(), List.of());
  }

  /**
   * One that starts another JVM than usual.
   *
   * @param java the command up to the main class
   * @param arguments what the host's process is told beside its name
   */
  HostStarter(
      HostDirectories host,
      Map<String, String> environment,
      List<String> java,
      List<String> arguments) {
    this.host = host;
    this.environment = environment;
    this.java = java;
    this.arguments = arguments;
  }

  private static List<String> java() {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String cache = System.getProperty(CACHE, "");
    if (Files.isRegularFile(Path.of(cache))) {
      words.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off", "-Xlog:cds*=off"));
      words.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTReplayTraining"));
    }
    String options = System.getProperty(OPTIONS, "");
    if (!options.isBlank()) {
      words.addAll(List.of(options.strip().split("\\s+")));
    }
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return words;
  }

  SocketChannel connect() throws IOException {
    host.create();
    Path turn = host.runtime().resolve(host.name() + ".starting");
    try (FileChannel file =
        FileChannel.open(turn, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      var lock = file.lock(); // released with the file
      assert lock.isValid();
      Optional<SocketChannel> another = HostSocket.connect(host);
      return another.isPresent() ? another.get() : start();
    }
  }

  private SocketChannel start() throws IOException {
    long logged = Files.exists(host.hostLog()) ? Files.size(host.hostLog()) : 0;
    Process process = launch();
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      Optional<SocketChannel> socket = HostSocket.connect(host);
      if (socket.isPresent()) {
        return socket.get();
      }
      if (!process.isAlive()) {
        throw failed("ended with code " + process.exitValue(), logged);
      }
      pause();
    }
    process.destroy();
    throw failed("does not listen after " + PATIENCE.toSeconds() + " s", logged);
  }

  private Process launch() throws IOException {
    List<String> words = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      words.add("/usr/bin/setsid"); // a session of its own: Ctrl-C in this terminal is not for it
    }
    words.addAll(java);
    words.addAll(List.of("dev.metaproc.launcher.Main", "host-process", host.name()));
    words.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(host.state().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(host.hostLog().toFile()))
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().keySet().removeAll(VariableWords.NAMES); // they are meant for programs
    return builder.start();
  }

  private LaunchException failed(String what, long logged) throws IOException {
    return new LaunchException(
        Kind.HOST,
        "host "
            + host.name()
            + " "
            + what
            + ": "
            + said(logged)
            + " (its log is "
            + host.hostLog()
            + ")");
  }

  /** What it said about it: the last line it logged. */
  private String said(long from) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(host.hostLog().toFile(), "r")) {
      file.seek(Math.min(from, file.length()));
      String last = "it said nothing";
      for (String line = file.readLine(); line != null; line = file.readLine()) {
        last = line.isBlank() ? last : line;
      }
      return last;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LaunchException(Kind.HOST, "interrupted while the host started", e);
    }
  }
}
