package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A JVM is given its filter of serialised objects once. A program's holds for that program only:
 * those before it and after it read what they like. Each expectation is what a JVM of its own says.
 */
@Timeout(240)
class SerialFilterTest {
  private static final String FILTER = "jdk.serialFilter";
  private static final String FACTORY = "jdk.serialFilterFactory";

  @TempDir static Path directory;
  private static Path classes;

  @BeforeAll
  static void compile() throws Exception {
    classes =
        Compiled.in(
            directory,
            """
            import java.io.*;
            import java.util.*;
            import java.util.function.BinaryOperator;

            public class Main {
              public static class Factory implements BinaryOperator<ObjectInputFilter> {
                public ObjectInputFilter apply(ObjectInputFilter current, ObjectInputFilter next) {
                  return ObjectInputFilter.Config.createFilter("!java.util.TreeSet");
                }
              }
              static String read(Object value) throws Exception {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                  out.writeObject(value);
                }
                try {
                  new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
                  return "read";
                } catch (InvalidClassException | IllegalStateException e) {
                  return e.getMessage();
                }
              }
              public static void main(String[] args) throws Exception {
                if (args.length > 0) {
                  try {
                    ObjectInputFilter.Config.setSerialFilter(ObjectInputFilter.Config.createFilter(args[0]));
                  } catch (IllegalStateException e) {
                    System.out.println(e.getMessage());
                  }
                }
                System.out.println(read(new ArrayList<>()) + ", " + read(new TreeSet<>()));
              }
            }
            """);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOADER", "SHARED"})
  void aFilterIsThatOfOneProgram(Isolation isolation) throws Exception {
    try (MetaProcess host = MetaProcess.open(ApiSurface.minimal())) {
      Supplier<ProgramBuilder> builder =
          () -> host.program().classPath(List.of(classes)).mainClass("Main").isolation(isolation);
      check(builder, Map.of(), List.of());
      check(builder, Map.of(FILTER, "!java.util.ArrayList"), List.of());
      check(builder, Map.of(FILTER, "!java.util.ArrayList"), List.of("!java.util.TreeSet"));
      check(builder, Map.of(), List.of("!java.util.TreeSet"));
      check(builder, Map.of(FILTER, "maxbytes=nonsense"), List.of());
      check(builder, Map.of(FACTORY, "Main$Factory"), List.of());
      check(builder, Map.of(FACTORY, "Missing"), List.of());
      check(builder, Map.of(), List.of());
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(host.leaks()).isEmpty());
    }
  }

  private static void check(
      Supplier<ProgramBuilder> host, Map<String, String> properties, List<String> arguments)
      throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ProgramBuilder builder = host.get().arguments(arguments).output(out).error(err);
    properties.forEach(builder::property);
    Program program = builder.start();
    assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
    Path told = directory.resolve("told");
    Path errors = directory.resolve("errors");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(List.of("-cp", classes.toString(), "Main"));
    command.addAll(arguments);
    Process real =
        new ProcessBuilder(command)
            .redirectOutput(told.toFile())
            .redirectError(errors.toFile())
            .start();
    assertThat(real.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(Files.readString(told));
    assertThat(lastLine(err.toString(StandardCharsets.UTF_8)))
        .isEqualTo(lastLine(Files.readString(errors)));
  }

  /** Without the time and the place that {@code java.util.logging} puts before it. */
  private static String lastLine(String text) {
    return text.lines().reduce("", (before, line) -> line);
  }
}
