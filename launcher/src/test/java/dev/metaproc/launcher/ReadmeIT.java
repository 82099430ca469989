package dev.metaproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaproc.launcher.CommandRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents show, done. */
@Timeout(300)
class ReadmeIT {
  /** The host that the commands share is not the user's. */
  @TempDir static Path session;

  @TempDir Path dir;

  @AfterAll
  static void stopTheHost() throws Exception {
    Result _ = shell(session, "bin/metaproc host stop").run();
  }

  private static CommandRun shell(Path scratch, String line) throws IOException {
    return CommandRun.shell(CommandRun.ROOT, scratch, line)
        .variable("XDG_RUNTIME_DIR", session.toString())
        .variable("XDG_STATE_HOME", session.toString());
  }

  /** Every line of the README that is a command of ours, in its order. */
  static Stream<String> commands() throws IOException {
    return Files.readAllLines(CommandRun.ROOT.resolve("README.md")).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("bin/"))
        .map(line -> line.replaceFirst(" +#.*", ""));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandOfTheReadmeSucceeds(String command) throws Exception {
    Result result = shell(dir, command).run();
    assertThat(result.code()).as("%s%n%s", command, result.err()).isZero();
  }

  @Test
  void theReadmeShowsCommands() throws Exception {
    assertThat(commands()).hasSizeGreaterThan(6);
  }

  @Test
  void thePageOfMpiexecShowsItsHelp() throws Exception {
    String page = Files.readString(CommandRun.ROOT.resolve("docs/mpiexec.md"));
    Result help = CommandRun.mpiexec(dir, "--help").run();
    assertThat(page).contains("```text\n" + help.out() + "```\n");
  }
}
