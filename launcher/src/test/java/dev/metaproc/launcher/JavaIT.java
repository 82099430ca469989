package dev.metaproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.metaproc.launcher.CommandRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code bin/java} against the real {@code java}: the same words, the same answers. */
@Timeout(180)
class JavaIT {
  @TempDir static Path dir;

  @BeforeAll
  static void prepare() throws IOException {
    String source =
        """
        import java.util.*;

        public class Show {
          static int calls;

          public static void main(String[] words) throws Exception {
            calls++;
            boolean asserts = false;
            assert asserts = true;
            System.out.println(Arrays.asList(words) + " " + calls + " " + asserts + " "
                + System.getProperty("key") + " " + System.getProperty("java.class.path"));
            System.err.println("complaint");
            if (words.length > 0 && words[0].equals("cat")) {
              System.in.transferTo(System.out);
            }
            if (words.length > 0 && words[0].equals("throw")) {
              throw new IllegalStateException("on purpose");
            }
            System.exit(words.length);
          }
        }
        """;
    Path classes = Files.createDirectories(dir.resolve("classes"));
    Programs.compile(classes, "Show", source);
    Programs.jar(dir.resolve("show.jar"), classes, "Show");
    Files.createDirectories(dir.resolve("lib"));
    Files.copy(dir.resolve("show.jar"), dir.resolve("lib/show.jar"));
    Files.writeString(dir.resolve("Single.java"), source.replace("Show", "Single"));
    Files.writeString(dir.resolve("words"), "-Dkey=\"from file\" -cp classes # comment\nShow");
    Files.writeString(dir.resolve("broken.jar"), "no zip");
  }

  @AfterAll
  static void stopHost() throws Exception {
    assertThat(
            CommandRun.command(dir, "metaproc", "host", "stop")
                .variable("METAPROC_RUNTIME_DIR", dir.resolve("run").toString())
                .variable("METAPROC_STATE_DIR", dir.resolve("state").toString())
                .run()
                .code())
        .isZero();
    await().until(() -> Files.notExists(dir.resolve("run/default.sock")));
  }

  private static CommandRun ours(List<String> words) throws IOException {
    return CommandRun.command(dir, "java", words.toArray(String[]::new))
        .variable("METAPROC_RUNTIME_DIR", dir.resolve("run").toString())
        .variable("METAPROC_STATE_DIR", dir.resolve("state").toString());
  }

  private static CommandRun real(List<String> words) throws IOException {
    return CommandRun.shell(dir, dir, "exec \"$0\" \"$@\"")
        .words(Path.of(System.getProperty("java.home"), "bin", "java").toString())
        .words(words.toArray(String[]::new));
  }

  static List<List<String>> lines() {
    return List.of(
        List.of("-cp", "classes", "Show", "a", "b c", ""),
        List.of("-classpath", "lib/*", "-Dkey=value", "-ea", "Show"),
        List.of("--class-path=classes", "-ea:Show", "Show"),
        List.of("-jar", "show.jar", "-cp"),
        List.of("@words", "one"),
        List.of("Single.java", "x"),
        List.of("-cp", "classes", "Show", "throw"),
        List.of("-version"),
        List.of("--version"),
        List.of("-cp", "classes", "Nix"),
        List.of("-jar", "nix.jar"),
        List.of("-jar", "broken.jar"),
        List.of("--frobnicate"),
        List.of("-cp"),
        List.of("-m", "java.base/java.lang.Nix"),
        List.of("--list-modules"),
        List.of("-XshowSettings:locale", "-version"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aLineMeansWhatItMeansToJava(List<String> words) throws Exception {
    Result real = real(words).run();
    Result ours = ours(words).run();
    assertThat(ours.out()).isEqualTo(real.out());
    assertThat(ours.err()).isEqualTo(real.err());
    assertThat(ours.code()).isEqualTo(real.code());
  }

  @Test
  void optionsOfTheEnvironmentArePickedUp() throws Exception {
    List<String> words = List.of("-cp", "classes", "Show");
    Result real = real(words).variable("JDK_JAVA_OPTIONS", "-Dkey='a b' -ea").run();
    assertThat(ours(words).variable("JDK_JAVA_OPTIONS", "-Dkey='a b' -ea").run()).isEqualTo(real);
  }

  @Test
  void anOptionForTheWholeJvmIsToldOnceAndHonouredWhenStrict() throws Exception {
    List<String> words = List.of("-Xmx47m", "-cp", "classes", "Show");
    String told =
        "metaproc: java option '-Xmx47m' has no effect on one program of a shared JVM (java"
            + " --strict runs it in a JVM of its own; said once)\n";
    assertThat(ours(words).run().err()).isEqualTo(told + "complaint\n");
    assertThat(ours(words).run().err()).isEqualTo("complaint\n");
    List<String> strict =
        List.of("--strict", "-XX:+PrintFlagsFinal", "-cp", "classes", "Show", "a");
    Result own = ours(strict).run();
    assertThat(own.out()).contains("MaxHeapSize").endsWith("[a] 1 false null classes\n");
    assertThat(own.code()).isEqualTo(1);
    assertThat(ours(List.of("--strict", "-jar", "show.jar", "cat")).input("text").run().out())
        .endsWith("show.jar\ntext");
  }

  @Test
  void mavenRunsWithTheJavaHomeWePrint() throws Exception {
    String home = CommandRun.command(dir, "metaproc", "java-home").run().out().strip();
    Result version =
        CommandRun.shell(dir, dir, "mvn -version")
            .variable("JAVA_HOME", home)
            .variable("METAPROC_RUNTIME_DIR", dir.resolve("run").toString())
            .variable("METAPROC_STATE_DIR", dir.resolve("state").toString())
            .run();
    assertThat(version.out()).contains("Apache Maven", "Java version: 25");
    assertThat(version.code()).isZero();
    try (Stream<Path> files = Files.walk(Path.of(home))) {
      for (Path link : files.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link); // JUnit warns of links that leave its directory
      }
    }
  }
}
