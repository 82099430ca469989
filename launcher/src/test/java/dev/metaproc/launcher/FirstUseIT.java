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
  private static final List<String> CACHES = List.of("ranks.aot", "host.aot", "client.aot");

  @TempDir Path dir;

  @Test
  void theFirstCommandBuildsAndKeepsWhatTheJvmHasReady() throws Exception {
    Path root = clone("a clone");
    Path caches = root.resolve("launcher/target/metaproc");
    assertThat(
            first(root, maven("mkdir -p '" + caches + "' && cp -R '" + LIB + "' '" + caches + "'")))
        .isZero();
    assertThat(Files.readString(dir.resolve("err")))
        .isEqualTo("metaproc: building (first use, about a minute)…\n");
    assertThat(Files.readString(dir.resolve("out"))).startsWith("Metaproc ");
    for (String cache : CACHES) {
      assertThat(caches.resolve(cache)).isNotEmptyFile();
    }
    assertThat(root.resolve("launcher/target/training")).doesNotExist();
    assertThatHostsUse(root, caches.resolve("host.aot"));
  }

  private void assertThatHostsUse(Path root, Path cache) throws Exception {
    Path runtime = Files.createDirectories(dir.resolve("run"));
    try {
      assertThat(metaproc(root, "host", "start").waitFor()).isZero();
      String described = Files.readString(runtime.resolve("default.json"));
      String pid = described.replaceAll("(?s).*\"pid\":\\s*(\\d+).*", "$1");
      assertThat(Files.readString(Path.of("/proc", pid, "maps"))).contains(cache.toString());
    } finally {
      assertThat(metaproc(root, "host", "stop").waitFor()).isZero();
    }
  }

  private Process metaproc(Path root, String... words) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(root.resolve("bin/metaproc").toString()), Stream.of(words))
                .toList());
    builder.environment().put("METAPROC_RUNTIME_DIR", dir.resolve("run").toString());
    builder.environment().put("METAPROC_STATE_DIR", dir.resolve("state").toString());
    return builder.redirectErrorStream(true).redirectOutput(dir.resolve("host").toFile()).start();
  }

  @Test
  void aBuildThatFailsSaysWhatMavenSaid() throws Exception {
    Path root = clone("failing");
    assertThat(first(root, maven("echo 'no such plugin'; exit 1"))).isEqualTo(125);
    assertThat(Files.readString(dir.resolve("err")))
        .isEqualTo(
            """
            metaproc: building (first use, about a minute)…
            no such plugin
            metaproc: the build failed (above is what Maven said)
            """);
    assertThat(root.resolve("launcher/target/first-build.lock")).doesNotExist();
  }

  /** The scripts alone, in a directory of that name. */
  private Path clone(String name) throws IOException {
    Path bin = Files.createDirectories(dir.resolve(name).resolve("bin"));
    try (Stream<Path> scripts = Files.list(CommandRun.ROOT.resolve("bin"))) {
      for (Path script : scripts.toList()) {
        Files.copy(script, bin.resolve(script.getFileName()));
      }
    }
    return bin.resolveSibling("");
  }

  /** A directory for PATH with an mvn that runs a line of shell. */
  private Path maven(String line) throws IOException {
    Path tools = Files.createDirectories(dir.resolve("tools"));
    Path mvn = Files.writeString(tools.resolve("mvn"), "#!/bin/sh\n" + line + "\n");
    assertThat(mvn.toFile().setExecutable(true)).isTrue();
    return tools;
  }

  /** The exit code of the first command; what it prints is in the files out and err. */
  private int first(Path root, Path tools) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(root.resolve("bin/metaproc").toString(), "--version")
            .redirectOutput(dir.resolve("out").toFile())
            .redirectError(dir.resolve("err").toFile());
    builder.environment().merge("PATH", tools.toString(), (old, ours) -> ours + ":" + old);
    Process process = builder.start();
    assertThat(process.waitFor(500, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}
