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
    Result result =
        CommandRun.shell(dir, dir, "exec \"$0\" \"$@\"")
            .words(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                CommandRun.ROOT.resolve("launcher/target/metaproc/lib") + "/*",
                examples.resolve("embed/Embed.java").toString(),
                classes.toString())
            .run();
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
}
