package dev.metaproc.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command of bin/ in a process of its own, with all that came out of it. */
final class CommandRun {
  /** The built repository. */
  static final Path ROOT = root();

  /** What a finished command left. */
  record Result(int code, String out, String err) {}

  private final List<String> words = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private final Path directory;
  private final Path out;
  private final Path err;
  private String input = "";

  private CommandRun(Path directory, Path scratch, String... words) throws IOException {
    this.directory = directory;
    this.out = Files.createTempFile(scratch, "out", ".txt");
    this.err = Files.createTempFile(scratch, "err", ".txt");
    words(words);
    environment.put("METAPROC_CACHE", scratch.resolve("cache").toString());
  }

  static CommandRun mpiexec(Path directory, String line) throws IOException {
    return command(directory, "mpiexec", line.split(" ", -1));
  }

  static CommandRun command(Path directory, String command, String... words) throws IOException {
    return new CommandRun(directory, directory, ROOT.resolve("bin").resolve(command).toString())
        .words(words);
  }

  /** A line as a user types it. */
  static CommandRun shell(Path directory, Path scratch, String line) throws IOException {
    return new CommandRun(directory, scratch, "sh", "-c", line);
  }

  CommandRun words(String... more) {
    words.addAll(List.of(more));
    return this;
  }

  CommandRun variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  CommandRun input(String text) {
    input = text;
    return this;
  }

  Result run() throws IOException, InterruptedException {
    return finish(start());
  }

  Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("METAPROC_"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // A command that does not read its input may be gone already.
    }
    return process;
  }

  Result finish(Process process) throws IOException, InterruptedException {
    if (!process.waitFor(Duration.ofSeconds(90).toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running: " + words + "\n" + out() + "\n" + err());
    }
    return new Result(process.exitValue(), out(), err());
  }

  String out() throws IOException {
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  String err() throws IOException {
    return Files.readString(err, StandardCharsets.UTF_8);
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    Path root = Files.isDirectory(here.resolve("bin")) ? here : here.getParent();
    if (root == null || !Files.isExecutable(root.resolve("bin/mpiexec"))) {
      throw new AssertionError("no bin/mpiexec above " + here);
    }
    return root;
  }
}
