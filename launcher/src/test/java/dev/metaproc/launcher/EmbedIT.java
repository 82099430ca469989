package dev.metaproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaproc.launcher.CommandRun.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example that embeds, run as a reader runs it. */
@Timeout(120)
class EmbedIT {
  @TempDir Path dir;

  @Test
  void threeServicesStartAndShutDownCleanly() throws Exception {
    Path examples = CommandRun.ROOT.resolve("examples");
    Path classes =
        Programs.compile(
            Files.createDirectory(dir.resolve("classes")),
            "Greeter",
            Files.readString(examples.resolve("greeter/Greeter.java")));
    Result result = java(examples.resolve("embed/Embed.java").toString(), classes.toString());
    assertThat(result.err()).isEmpty();
    List<String> lines = result.out().lines().toList();
    assertThat(lines).hasSize(6);
    for (int i = 0; i < 3; i++) {
      String name = "service " + (i + 1);
      assertThat(lines.get(i)).matches(name + " listens on port \\d+");
      assertThat(lines.get(3 + i)).isEqualTo(name + " ended with 143");
    }
    assertThat(result.code()).isZero();
  }

  /** A JVM that has the program's module has its classes, too; they are not the program's. */
  @Test
  void aProgramOfTheHostsOwnModuleHasStaticsOfItsOwn() throws Exception {
    Path module = Files.createDirectory(dir.resolve("module"));
    Programs.compile(
        module,
        "Count",
        """
        package acme.count;
        public class Count {
          public static int count;
          public static void main(String[] words) {
            System.out.println(++count + " " + Count.class.getModule().isNamed());
          }
        }
        """);
    Programs.compile(
        module,
        "module-info",
        "module acme.count { exports acme.count; }",
        "-cp",
        module.toString(),
        "--patch-module",
        "acme.count=" + module);
    Path embed =
        Files.writeString(
            dir.resolve("Counts.java"),
            """
            import dev.metaproc.isolation.ApiSurface;
            import dev.metaproc.isolation.MetaProcess;
            import java.nio.file.Path;
            import java.util.List;

            void main(String[] words) throws Exception {
              try (MetaProcess host = MetaProcess.open(ApiSurface.minimal())) {
                var count = host.program().mainClass("acme.count.Count").classPath(List.of(Path.of(words[0])));
                IO.print(count.start().inputReader().readAllAsString());
                IO.print(count.start().inputReader().readAllAsString());
              }
              IO.println(Class.forName("acme.count.Count").getField("count").get(null));
            }
            """);
    Result result =
        java(
            "--module-path",
            module.toString(),
            "--add-modules",
            "acme.count",
            embed.toString(),
            module.toString());
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("1 false\n1 false\n0\n");
    assertThat(result.code()).isZero();
  }

  /** Runs a JVM that has the library on its class path. */
  private Result java(String... words) throws Exception {
    return CommandRun.shell(dir, dir, "exec \"$0\" \"$@\"")
        .words(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            CommandRun.ROOT.resolve("launcher/target/metaproc/lib") + "/*")
        .words(words)
        .run();
  }
}
