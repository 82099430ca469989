package dev.metaproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaproc.launcher.CommandRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The scripts in bin/. */
@Timeout(120)
class BinIT {
  private static final Path MPI_JAR =
      CommandRun.ROOT.resolve("launcher/target/metaproc/lib/mpi-lite.jar");

  @TempDir Path dir;

  private Result run(String command, String... words) throws IOException, InterruptedException {
    return CommandRun.command(dir, command, words)
        .variable("METAPROC_RUNTIME_DIR", dir.toString()) // no host of the user's answers
        .run();
  }

  @Test
  void theVersionIsOneLine() throws Exception {
    for (String command : new String[] {"mpiexec", "mpirun"}) {
      Result result = run(command, "--version");
      assertThat(result.err()).isEmpty();
      assertThat(result.out()).matches("mpiexec \\(Metaproc\\) .+, Java 2\\d.*\n");
      assertThat(result.code()).isZero();
    }
    for (String word : new String[] {"--version", "-V", "version"}) {
      Result result = run("metaproc", word);
      assertThat(result.err()).isEmpty();
      assertThat(result.out()).matches("Metaproc .+, Java 2\\d.*\n");
      assertThat(result.code()).isZero();
    }
  }

  @Test
  void helpGoesToStandardOutput() throws Exception {
    assertThat(run("mpiexec", "--help").out()).startsWith("Usage: mpiexec ");
    assertThat(run("metaproc", "--help").out()).startsWith("Usage: metaproc ");
  }

  @Test
  void anUnknownCommandNamesThoseThereAre() throws Exception {
    Result result = run("metaproc", "frobnicate");
    assertThat(result.err())
        .isEqualTo("metaproc: unknown command 'frobnicate': metaproc --help lists the commands\n");
    assertThat(result.code()).isEqualTo(2);
  }

  @Test
  void linksToTheScriptsWork() throws Exception {
    Path one = Files.createSymbolicLink(dir.resolve("one"), CommandRun.ROOT.resolve("bin/mpiexec"));
    Path two = Files.createSymbolicLink(dir.resolve("two"), Path.of("one"));
    for (Path link : new Path[] {one, two}) {
      Process process =
          new ProcessBuilder(link.toString(), "--version").directory(dir.toFile()).start();
      assertThat(process.inputReader().readLine()).startsWith("mpiexec (Metaproc)");
      assertThat(process.waitFor()).isZero();
    }
    Files.delete(two);
    Files.delete(one); // JUnit warns of links that leave its directory
  }

  @Test
  void aJdkThatIsTooOldIsNotTaken() throws Exception {
    Path old = dir.resolve("jdks/old");
    Files.createDirectories(old.resolve("bin"));
    for (String tool : new String[] {"java", "javac"}) {
      Path file = Files.createFile(old.resolve("bin").resolve(tool));
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    Result result =
        CommandRun.command(dir, "mpiexec", "--version")
            .variable("JAVA_HOME", old.toString())
            .variable("METAPROC_JDK_PLACES", dir.resolve("jdks").toString())
            .variable("PATH", tools().toString())
            .run();
    assertThat(result.err())
        .isEqualTo(
            "metaproc: no JDK 25 found: looked in JAVA_HOME="
                + old
                + ", "
                + old
                + "; install a JDK 25 or later or set METAPROC_JAVA_HOME\n");
    assertThat(result.code()).isEqualTo(125);
  }

  /** A PATH with what the scripts need and no java. */
  private Path tools() throws IOException {
    Path tools = Files.createDirectories(dir.resolve("tools"));
    for (String tool : new String[] {"dirname", "readlink"}) {
      Path file =
          Files.writeString(tools.resolve(tool), "#!/bin/sh\nexec /usr/bin/" + tool + " \"$@\"\n");
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    return tools;
  }

  @Test
  void jvmOptionsReachTheHost() throws Exception {
    Result result =
        CommandRun.command(dir, "mpiexec", "--version")
            .variable("METAPROC_JVM_OPTIONS", "-Xlog:gc*=off -XshowSettings:vm")
            .run();
    assertThat(result.err()).contains("VM settings:");
    assertThat(result.code()).isZero();
  }

  @Test
  void mpijavacShowsItsClassPathAndItsCommand() throws Exception {
    assertThat(run("mpijavac", "--showme").out()).isEqualTo(MPI_JAR + "\n");
    assertThat(run("mpijavac", "--showme:command", "-cp", "x", "A.java").out())
        .matches(".*/bin/javac -cp x:" + MPI_JAR + " A\\.java\n");
    assertThat(run("mpijavac", "--showme:command", "--class-path=y", "A.java").out())
        .matches(".*/bin/javac --class-path=y:" + MPI_JAR + " A\\.java\n");
    assertThat(run("mpijavac", "--showme:command", "A.java").out())
        .matches(".*/bin/javac -cp .*:" + MPI_JAR + " A\\.java\n");
  }

  @Test
  void mpijavacCompiles() throws Exception {
    Path folder = Files.createDirectories(dir.resolve("two words"));
    Files.writeString(folder.resolve("A.java"), "class A { }");
    assertThat(run("mpijavac", "-d", folder.toString(), folder.resolve("A.java").toString()).code())
        .isZero();
    assertThat(folder.resolve("A.class")).exists();
    assertThat(run("mpijavac", "nix.java").code()).isEqualTo(2);
  }
}
