package dev.metaproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the first command in a clone does, where Maven only has to bring what is built here. */
@Timeout(600)
class FirstUseIT {
  private static final Path LIB = CommandRun.ROOT.resolve("launcher/target/metaproc/lib");
  private static final List<String> CACHES =
      List.of("ranks-25.aot", "host-25.aot", "client-25.aot");

  private static final Path TRAINING = Path.of("launcher/src/build/train.sh");

  @TempDir Path dir;

  @Test
  void thisBuildKeptWhatTheJvmHasReady() {
    assertThatKept(CommandRun.ROOT);
  }

  @Test
  void theFirstCommandBuildsAndTheBuildKeepsWhatTheJvmHasReady() throws Exception {
    Path root = clone("a clone");
    Path caches = root.resolve("launcher/target/metaproc");
    Path training = root.resolve(TRAINING);
    String copies = "mkdir -p '" + caches + "' && cp -R '" + LIB + "' '" + caches + "'";
    CommandRun first = first(root, maven(copies + " && sh '" + training + "'"));
    assertThat(code(first)).isZero();
    assertThat(first.err()).isEqualTo("metaproc: building (first use, about a minute)…\n");
    assertThat(first.out()).startsWith("Metaproc ");
    assertThatKept(root);
    assertThat(root.resolve("launcher/target/training")).doesNotExist();
    assertThatHostsUse(root, caches.resolve("host-25.aot"));
  }

  private static void assertThatKept(Path root) {
    for (String cache : CACHES) {
      assertThat(root.resolve("launcher/target/metaproc").resolve(cache)).isNotEmptyFile();
    }
  }

  private void assertThatHostsUse(Path root, Path cache) throws Exception {
    Path runtime = Files.createDirectories(dir.resolve("run"));
    try {
      assertThat(code(metaproc(root, "host start"))).isZero();
      String described = Files.readString(runtime.resolve("default.json"));
      String pid = described.replaceAll("(?s).*\"pid\":\\s*(\\d+).*", "$1");
      assertThat(Files.readString(Path.of("/proc", pid, "maps"))).contains(cache.toString());
      // decision 13
      assertThat(Files.readString(Path.of("/proc", pid, "cmdline"))).contains("-AOTReplayTraining");
    } finally {
      assertThat(code(metaproc(root, "host stop"))).isZero();
    }
  }

  private CommandRun metaproc(Path root, String words) throws IOException {
    return CommandRun.shell(dir, dir, "'" + root.resolve("bin/metaproc") + "' " + words)
        .variable("METAPROC_RUNTIME_DIR", dir.resolve("run").toString())
        .variable("METAPROC_STATE_DIR", dir.resolve("state").toString());
  }

  /** A build and its training may take long where much else runs. */
  private static int code(CommandRun run) throws Exception {
    Process process = run.start();
    assertThat(process.waitFor(500, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void aBuildThatFailsSaysWhatMavenSaid() throws Exception {
    Path root = clone("failing");
    CommandRun first = first(root, maven("echo 'no such plugin'; exit 1"));
    assertThat(code(first)).isEqualTo(125);
    assertThat(first.err())
        .isEqualTo(
            """
            metaproc: building (first use, about a minute)…
            no such plugin
            metaproc: the build failed (above is what Maven said)
            """);
    assertThat(root.resolve("launcher/target/first-build.lock")).doesNotExist();
  }

  /** The scripts and how the build trains, in a directory of that name. */
  private Path clone(String name) throws IOException {
    Path bin = Files.createDirectories(dir.resolve(name).resolve("bin"));
    try (Stream<Path> scripts = Files.list(CommandRun.ROOT.resolve("bin"))) {
      for (Path script : scripts.toList()) {
        Files.copy(script, bin.resolve(script.getFileName()));
      }
    }
    Path root = bin.resolveSibling("");
    Files.createDirectories(root.resolve(TRAINING).getParent());
    Files.copy(CommandRun.ROOT.resolve(TRAINING), root.resolve(TRAINING));
    return root;
  }

  /** A directory for PATH with an mvn that runs a line of shell. */
  private Path maven(String line) throws IOException {
    Path tools = Files.createDirectories(dir.resolve("tools"));
    Path mvn = Files.writeString(tools.resolve("mvn"), "#!/bin/sh\n" + line + "\n");
    assertThat(mvn.toFile().setExecutable(true)).isTrue();
    return tools;
  }

  private CommandRun first(Path root, Path tools) throws IOException {
    return metaproc(root, "--version").variable("PATH", tools + ":" + System.getenv("PATH"));
  }
}
