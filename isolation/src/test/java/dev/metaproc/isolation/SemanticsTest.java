package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.Opcodes;

/**
 * Every program of {@code src/test/semantics} prints and exits as it does under {@code java}: twice
 * at the same time in one host with different arguments, and once more when both have ended.
 *
 * <p>A class whose name ends in {@code Old} is given the class-file version of Java 5.
 *
 * <p>{@code -Dsemantics=Init*} runs some of them, {@code -Dsemantics.repeat=200} each that often:
 * races seldom show the first time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SemanticsTest {
  private static final Path SOURCES = Path.of("src/test/semantics");
  private static final int REPEAT = Integer.getInteger("semantics.repeat", 1);
  private static final List<String> ARGUMENTS = List.of("1", "2", "1");

  /** Below main a virtual thread has one frame more, which these print; see decision 4. */
  private static final Set<String> SHOW_THE_LAST_FRAME =
      Set.of("InitFailure", "StackTraceOfInit", "StackWalks");

  private final Map<String, Outcome> expected = new ConcurrentHashMap<>();
  private Path classes;
  private MetaProcess host;

  /** What a program did, as far as its parent can see. */
  private record Outcome(int exit, String out) {}

  @BeforeAll
  void compile(@TempDir Path directory) throws IOException {
    classes = directory;
    List<String> arguments =
        new ArrayList<>(List.of("-d", classes.toString(), "-nowarn", "-Xlint:none"));
    try (Stream<Path> files = Files.list(SOURCES)) {
      files.map(Path::toString).forEach(arguments::add);
    }
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, new ByteArrayOutputStream(), arguments.toArray(String[]::new));
    assertThat(failed).as("javac").isZero();
    separate();
    host = MetaProcess.open(ApiSurface.minimal());
  }

  /** Gives each program a class path of its own: one that cannot be shared is alone then. */
  private void separate() throws IOException {
    List<String> longestFirst =
        names().stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
    List<Path> files;
    try (Stream<Path> all = Files.list(classes)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      if (file.getFileName().toString().endsWith("Old.class")) {
        makeOld(file);
      }
      for (String name : longestFirst) {
        if (file.getFileName().toString().startsWith(name)) {
          Path own = Files.createDirectories(classes.resolve(name));
          Files.move(file, own.resolve(file.getFileName()));
          break;
        }
      }
    }
  }

  private static void makeOld(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).putInt(4, Opcodes.V1_5);
    var _ = Files.write(file, bytes);
  }

  @AfterAll
  void closeHost() {
    host.close();
  }

  /** All, or those the property names. */
  static List<String> names() throws IOException {
    String wanted = System.getProperty("semantics", "*").replace("*", ".*");
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .filter(name -> name.matches(wanted))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void withClassesOfItsOwn(String name) throws Exception {
    runsAsUnderJava(name, Isolation.LOADER, ThreadKind.PLATFORM);
  }

  @ParameterizedTest
  @MethodSource("names")
  void withSharedClasses(String name) throws Exception {
    runsAsUnderJava(name, Isolation.SHARED, ThreadKind.PLATFORM);
  }

  static List<String> namesForVirtualThreads() throws IOException {
    return names().stream().filter(name -> !SHOW_THE_LAST_FRAME.contains(name)).toList();
  }

  @ParameterizedTest
  @MethodSource("namesForVirtualThreads")
  void withSharedClassesOnVirtualThreads(String name) throws Exception {
    runsAsUnderJava(name, Isolation.SHARED, ThreadKind.VIRTUAL);
  }

  private void runsAsUnderJava(String name, Isolation isolation, ThreadKind threads)
      throws Exception {
    for (int i = 0; i < REPEAT; i++) {
      runsOnceAsUnderJava(name, isolation, threads);
    }
  }

  private void runsOnceAsUnderJava(String name, Isolation isolation, ThreadKind threads)
      throws Exception {
    List<Run> runs = new ArrayList<>();
    for (String argument : ARGUMENTS) {
      if (runs.size() == 2) {
        await(runs); // the third finds what two have left
      }
      runs.add(start(name, argument, isolation, threads));
    }
    await(runs);
    for (Run run : runs) {
      assertThat(new Outcome(run.program.exitValue(), run.text()))
          .as("%s %s, which also said %s", name, run.argument, run.errors())
          .isEqualTo(expected(name, run.argument));
    }
  }

  private record Run(
      String argument, Program program, ByteArrayOutputStream out, ByteArrayOutputStream err) {
    String text() {
      return out.toString(StandardCharsets.UTF_8);
    }

    String errors() {
      return err.toString(StandardCharsets.UTF_8);
    }
  }

  private Run start(String name, String argument, Isolation isolation, ThreadKind threads)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Program program =
        host.program()
            .classPath(List.of(classes.resolve(name)))
            .mainClass(name)
            .arguments(List.of(argument))
            .property("who", argument)
            .isolation(isolation)
            .threads(threads)
            .output(out)
            .error(err)
            .start();
    assertThat(program.isolation()).as(program.isolationReason()).isEqualTo(isolation);
    return new Run(argument, program, out, err);
  }

  private static void await(List<Run> runs) throws InterruptedException {
    for (Run run : runs) {
      assertThat(run.program.waitFor(60, TimeUnit.SECONDS))
          .as("%s has ended; it printed %s", run.program, run.text())
          .isTrue();
    }
  }

  /** What a JVM of its own makes of the program. */
  private Outcome expected(String name, String argument) {
    return expected.computeIfAbsent(
        name + " " + argument,
        key -> {
          try {
            return java(name, argument);
          } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  private Outcome java(String name, String argument) throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Dwho=" + argument,
                "-cp",
                classes.resolve(name).toString(),
                name,
                argument)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), out);
  }
}
