package dev.metaproc.launcher;

import static dev.metaproc.launcher.CommandRun.mpiexec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.metaproc.launcher.CommandRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as users run it: a real process, real programs, exit code and both streams. */
@Timeout(120)
class MpiexecIT {
  private static final String PID = "\\d+";

  /** What every test program is made of: the first argument says what the named rank does. */
  private static final String PROGRAM =
      """
      import java.io.*;
      import java.nio.file.*;
      import java.util.*;

      public class Main {
        static int counter;

        public static void main(String[] args) throws Exception {
          int rank = Integer.parseInt(System.getenv("METAPROC_RANK"));
          switch (args.length == 0 ? "hello" : args[0]) {
            case "hello" -> System.out.println("rank " + rank + " of " + System.getenv("METAPROC_SIZE"));
            case "args" -> System.out.println(Arrays.toString(args));
            case "count" -> { for (int i = 0; i < 10; i++) counter++; System.out.println(counter); }
            case "env" -> System.out.println(args[1] + "=" + System.getenv(args[1]));
            case "envs" -> new TreeMap<>(System.getenv()).forEach((k, v) -> System.out.println(k + "=" + v));
            case "property" -> System.out.println(System.getProperty(args[1]));
            case "dir" -> System.out.println(System.getProperty("user.dir") + " " + new File("x").exists() + " " + Files.exists(Path.of("x")));
            case "exit" -> { System.out.println("before " + rank); if (rank == Integer.parseInt(args[1])) System.exit(Integer.parseInt(args[2])); waitForEver(); }
            case "throw" -> { System.out.println("before " + rank); meet(rank); if (rank == Integer.parseInt(args[1])) throw new IllegalStateException("boom"); waitForEver(); }
            case "wait" -> { hook(rank); System.out.println("ready"); waitForEver(); }
            case "ignore" -> { Runtime.getRuntime().addShutdownHook(new Thread(Main::waitForEver)); System.out.println("ready"); waitForEver(); }
            case "spin" -> { System.out.println("ready"); while (true) { counter++; } }
            case "read" -> new BufferedReader(new InputStreamReader(System.in)).lines().forEach(l -> System.out.println(rank + " read " + l));
            case "prompt" -> { System.out.print("name? "); System.out.println(new Scanner(System.in).nextLine()); }
            case "both" -> { System.out.println("out " + rank); System.err.println("err " + rank); }
            case "lines" -> { for (int i = 0; i < Integer.parseInt(args[1]); i++) System.out.println(rank + " " + i + " " + "x".repeat(i % 97)); }
            case "assert" -> { boolean on = false; assert on = true; System.out.println("assertions " + on); }
            case "thread" -> System.out.println(Thread.currentThread().getName() + " " + Thread.currentThread().isVirtual());
            case "deep" -> System.out.println(deep(0) > 40_000);
            default -> throw new IllegalArgumentException(args[0]);
          }
        }

        // Without MPI: every rank leaves a file, all wait for all files.
        static void meet(int rank) throws IOException {
          Files.createFile(Path.of("here." + rank));
          for (int i = 0; i < Integer.parseInt(System.getenv("METAPROC_SIZE")); i++) {
            while (!Files.exists(Path.of("here." + i))) Thread.yield();
          }
        }

        static void hook(int rank) {
          Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook " + rank)));
        }

        static int deep(int n) {
          try { return deep(n + 1); } catch (StackOverflowError e) { return n; }
        }

        static void waitForEver() {
          while (true) { try { Thread.sleep(100_000); } catch (InterruptedException e) { } }
        }
      }
      """;

  @TempDir static Path shared;
  @TempDir Path dir;

  @BeforeAll
  static void compile() throws IOException {
    Programs.compile(shared.resolve("classes"), "Main", PROGRAM);
    Programs.jar(shared.resolve("app.jar"), shared.resolve("classes"), "Main");
  }

  private CommandRun command(String line) throws IOException {
    return mpiexec(dir, line.replace("CP", shared.resolve("classes").toString()));
  }

  private Result run(String line) throws IOException, InterruptedException {
    return command(line).run();
  }

  private static void succeeded(Result result, String... lines) {
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out().lines()).containsExactlyInAnyOrder(lines);
  }

  private void refused(String line, int code, String message) throws Exception {
    Result result = run(line);
    assertThat(result.err()).isEqualTo("mpiexec: " + message + "\n");
    assertThat(result.out()).isEmpty();
    assertThat(result.code()).isEqualTo(code);
  }

  @Nested
  class ProgramForms {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "-n 2 java -cp CP Main",
          "-np 2 -cp CP Main",
          "-n 2 CP",
          "-n 2 java -jar APP",
          "-n 2 -jar APP",
          "-n 2 APP",
          "--oversubscribe --allow-run-as-root --mca btl self -n 2 /usr/bin/java -Xmx1g -cp CP Main"
        })
    void allRunTheSameProgram(String line) throws Exception {
      Result result = run(line.replace("APP", shared.resolve("app.jar").toString()));
      succeeded(result, "rank 0 of 2", "rank 1 of 2");
    }

    @Test
    void oneRankIsTheDefault() throws Exception {
      succeeded(run("-cp CP Main args a b"), "[args, a, b]");
    }

    @Test
    void theClassPathComesFromTheEnvironment() throws Exception {
      CommandRun command = command("-n 1 Main");
      succeeded(
          command.variable("CLASSPATH", shared.resolve("classes").toString()).run(), "rank 0 of 1");
    }

    @Test
    void sourcesAreCompiledOnce() throws Exception {
      Path sources = Files.createDirectories(dir.resolve("pi"));
      Files.writeString(sources.resolve("Main.java"), PROGRAM);
      Result first = run("-n 2 pi");
      assertThat(first.err()).isEqualTo("compiling pi (1 file)\n");
      assertThat(first.out().lines()).containsExactlyInAnyOrder("rank 0 of 2", "rank 1 of 2");
      succeeded(run("-n 2 pi"), "rank 0 of 2", "rank 1 of 2");
      Result file = run("pi/Main.java");
      assertThat(file.out()).isEqualTo("rank 0 of 1\n");
    }

    @Test
    void sourcesAreCompiledQuietlyWhenAsked() throws Exception {
      Files.writeString(dir.resolve("Main.java"), PROGRAM);
      succeeded(run("-q Main.java"), "rank 0 of 1");
    }

    @Test
    void sourcesThatAreWrongAreToldByTheCompiler() throws Exception {
      Files.writeString(dir.resolve("Bad.java"), "class Bad {\n  int x = ;\n}\n");
      Result result = run("Bad.java");
      assertThat(result.err())
          .startsWith("compiling Bad.java (1 file)\n")
          .contains("Bad.java:2: error: illegal start of expression")
          .endsWith("mpiexec: Bad.java: does not compile (1 error)\n");
      assertThat(result.code()).isEqualTo(126);
    }

    @Test
    void aDirectoryWithSeveralMainsListsThem() throws Exception {
      String main = " { public static void main(String[] a) {} }";
      Programs.compile(dir.resolve("two"), "A", "public class A" + main);
      Programs.compile(dir.resolve("two"), "B", "public class B" + main);
      refused(
          "two", 2, "two: several classes have a main method: A, B (name one: mpiexec -cp two A)");
    }
  }

  @Nested
  class Isolation {
    @Test
    void staticsAreSeparatePerRank() throws Exception {
      succeeded(run("-n 4 -cp CP Main count"), "10", "10", "10", "10");
    }

    @Test
    void javaOptionsReachTheProgram() throws Exception {
      succeeded(run("java -cp CP -Dgreeting=hi Main property greeting"), "hi");
      succeeded(run("java -ea -cp CP Main assert"), "assertions true");
      succeeded(run("java -cp CP Main assert"), "assertions false");
      succeeded(run("java -Xss64m -cp CP Main deep"), "true");
    }

    @ParameterizedTest
    @CsvSource({"platform,false", "virtual,true"})
    void ranksAreThreadsOfTheKindAskedFor(String kind, boolean isVirtual) throws Exception {
      succeeded(run("--threads=" + kind + " -cp CP Main thread"), "main " + isVirtual);
    }

    @Test
    void theDefaultThreadsDependOnRanksAndCores() throws Exception {
      succeeded(run("-n 1 -cp CP Main thread"), "main false");
      int many = 4 * Runtime.getRuntime().availableProcessors();
      Result result = run("-n " + many + " -cp CP Main thread");
      assertThat(result.out().lines()).hasSize(many).containsOnly("main true");
    }
  }

  @Nested
  class Environment {
    @Test
    void namesTheRankAsOtherMpisDo() throws Exception {
      Result result = run("-n 1 -cp CP Main hello : -n 2 -genvnone -cp CP Main envs");
      assertThat(result.out().lines())
          .contains(
              "OMPI_COMM_WORLD_RANK=1",
              "OMPI_COMM_WORLD_SIZE=3",
              "OMPI_COMM_WORLD_LOCAL_RANK=2",
              "OMPI_COMM_WORLD_LOCAL_SIZE=3",
              "OMPI_COMM_WORLD_NODE_RANK=1",
              "OMPI_UNIVERSE_SIZE=3",
              "PMI_RANK=2",
              "PMI_SIZE=3",
              "PMIX_RANK=2",
              "MPI_LOCALRANKID=2",
              "MPI_LOCALNRANKS=3",
              "METAPROC_RANK=1",
              "APPNUM=1");
    }

    @Test
    void isSetByOptions() throws Exception {
      succeeded(run("-env A 1 -cp CP Main env A"), "A=1");
      succeeded(run("-x B=2 -cp CP Main env B"), "B=2");
      succeeded(
          command("-genv C 3 -cp CP Main env C : -cp CP Main env D").variable("D", "4").run(),
          "C=3",
          "D=4");
    }

    @Test
    void includesTheWorkingDirectory() throws Exception {
      Path place = Files.createDirectories(dir.resolve("place"));
      Files.createFile(place.resolve("x"));
      succeeded(run("-wdir place -cp CP Main dir"), place + " true true");
      succeeded(run("-cp CP Main dir"), dir + " false false");
    }
  }

  @Nested
  class ManyPrograms {
    @Test
    void haveRanksInTheirOrder() throws Exception {
      succeeded(
          run("-n 1 -cp CP Main args first : -n 2 -cp CP Main hello"),
          "[args, first]",
          "rank 1 of 3",
          "rank 2 of 3");
    }

    @Test
    void areReadFromAFile() throws Exception {
      Files.writeString(
          dir.resolve("job"),
          "# two programs\n-n 1 -cp CP Main args 'one word'\n-n 2 -cp CP \\\n  Main hello\n"
              .replace("CP", shared.resolve("classes").toString()));
      succeeded(run("-configfile job"), "[args, one word]", "rank 1 of 3", "rank 2 of 3");
    }
  }

  @Nested
  class Output {
    @Test
    void isTaggedWhenAsked() throws Exception {
      succeeded(run("-l -n 2 -cp CP Main hello"), "[0] rank 0 of 2", "[1] rank 1 of 2");
    }

    @Test
    void startsWithTheTextAskedFor() throws Exception {
      succeeded(
          run("-prepend-pattern <%r>: -n 2 -cp CP Main hello"),
          "<0>:rank 0 of 2",
          "<1>:rank 1 of 2");
    }

    @Test
    void isTimedWhenAsked() throws Exception {
      Result result = run("--timestamp-output -cp CP Main hello");
      assertThat(result.out())
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3} rank 0 of 1\n");
    }

    @Test
    void isNeverTorn() throws Exception {
      Result result = run("-n 4 -cp CP Main lines 5000");
      assertThat(result.code()).isZero();
      assertThat(result.out().lines())
          .hasSize(20_000)
          .allMatch(line -> line.matches("\\d \\d+ x*"));
    }

    @Test
    void isMergedWhenAsked() throws Exception {
      Result result = run("--merge-stderr-to-stdout -n 2 -cp CP Main both");
      succeeded(result, "out 0", "err 0", "out 1", "err 1");
    }

    @Test
    void goesToTwoStreams() throws Exception {
      Result result = run("-n 2 -cp CP Main both");
      assertThat(result.out().lines()).containsExactlyInAnyOrder("out 0", "out 1");
      assertThat(result.err().lines()).containsExactlyInAnyOrder("err 0", "err 1");
    }

    @Test
    void isKeptInFilesPerRank() throws Exception {
      Result result = run("-n 2 --output-filename logs -cp CP Main both");
      assertThat(result.out().lines()).containsExactlyInAnyOrder("out 0", "out 1");
      assertThat(dir.resolve("logs/rank.0/stdout")).hasContent("out 0");
      assertThat(dir.resolve("logs/rank.1/stderr")).hasContent("err 1");
    }

    @Test
    void isOnlyInFilesWhenAsked() throws Exception {
      succeeded(run("-n 2 --output-filename logs:nocopy -cp CP Main both"));
      assertThat(dir.resolve("logs/rank.1/stdout")).hasContent("out 1");
      Result result = run("-n 2 -outfile-pattern o.%r -cp CP Main both");
      assertThat(result.out()).isEmpty();
      assertThat(dir.resolve("o.1")).hasContent("out 1");
    }
  }

  @Nested
  class Input {
    @Test
    void goesToRankZero() throws Exception {
      succeeded(command("-n 3 -cp CP Main read").input("a\nb\n").run(), "0 read a", "0 read b");
    }

    @Test
    void goesToTheRankAskedFor() throws Exception {
      succeeded(command("-n 3 -stdin 2 -cp CP Main read").input("a\n").run(), "2 read a");
      succeeded(command("-n 3 -stdin none -cp CP Main read").input("a\n").run());
    }

    @Test
    void goesToAllRanks() throws Exception {
      succeeded(
          command("-n 3 -stdin all -cp CP Main read").input("a\n").run(),
          "0 read a",
          "1 read a",
          "2 read a");
    }

    @Test
    void isPromptedFor() throws Exception {
      succeeded(command("-cp CP Main prompt").input("Bob\n").run(), "name? Bob");
    }
  }

  @Nested
  class Endings {
    @ParameterizedTest
    @CsvSource({"3,3", "255,255", "-1,255"})
    void theFirstFailingRankDecides(int code, int seen) throws Exception {
      Result result = run("-n 3 -cp CP Main exit 1 " + code);
      assertThat(result.code()).isEqualTo(seen);
      assertThat(result.err())
          .matches(
              "mpiexec: rank 1 \\(pid "
                  + PID
                  + ", Main\\) ended with exit code "
                  + seen
                  + "(; ended the .* still running)?\n");
    }

    @Test
    void anUncaughtExceptionIsNamedAndTheOthersOutputKept() throws Exception {
      Result result = run("-n 4 --threads=platform -cp CP Main throw 3");
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.out().lines())
          .containsExactlyInAnyOrder("before 0", "before 1", "before 2", "before 3");
      assertThat(result.err())
          .contains(
              "Exception in thread \"main\" java.lang.IllegalStateException: boom\n\tat Main.main(")
          .containsPattern(
              "mpiexec: rank 3 \\(pid "
                  + PID
                  + ", Main\\) ended with an uncaught java.lang.IllegalStateException: boom"
                  + " \\(Main\\.java:\\d+\\); ended the 3 ranks still running\n")
          .doesNotContain("dev.metaproc");
    }

    @ParameterizedTest
    @CsvSource({"INT,130,interrupted", "TERM,143,terminated"})
    void aSignalRunsHooksAndEndsTheJob(String signal, int code, String word) throws Exception {
      CommandRun command = command("-n 2 -cp CP Main wait");
      Process process = command.start();
      await().atMost(Duration.ofSeconds(30)).until(() -> command.out().lines().count() == 2);
      new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
      Result result = command.finish(process);
      assertThat(result.code()).isEqualTo(code);
      assertThat(result.err())
          .isEqualTo("mpiexec: " + word + "; ended the 2 ranks still running\n");
      assertThat(result.out().lines())
          .containsExactlyInAnyOrder("ready", "ready", "hook 0", "hook 1");
    }

    @Test
    void aSecondInterruptEndsAtOnce() throws Exception {
      CommandRun command = command("-n 1 -cp CP Main ignore");
      Process process = command.start();
      await().atMost(Duration.ofSeconds(30)).until(() -> command.out().equals("ready\n"));
      interrupt(process);
      await().until(() -> command.err().startsWith("mpiexec: interrupted"));
      interrupt(process);
      long start = System.nanoTime();
      assertThat(command.finish(process).code()).isEqualTo(130);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    private void interrupt(Process process) throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait", "spin", "ignore"})
    void theTimeIsUp(String what) throws Exception {
      Result result = run("--timeout 2 -n 2 -cp CP Main " + what);
      assertThat(result.code()).isEqualTo(124);
      assertThat(result.err())
          .isEqualTo(
              "mpiexec: the time of 2 s is up (--timeout); ended the 2 ranks still running\n");
    }

    @Test
    void stackTracesShowWhatTookTheTime() throws Exception {
      Result result = run("--timeout 2 --get-stack-traces -cp CP Main wait");
      assertThat(result.err())
          .containsPattern(
              "stack traces of rank 0 \\(pid " + PID + ", Main\\):\n\"main\" #\\d+ TIMED_WAITING\n")
          .contains("at Main.waitForEver(Main.java:");
    }

    @Test
    void stackTracesOfSeveralRanksAreOneTree() throws Exception {
      Result result = run("--timeout 3 --get-stack-traces -n 3 -cp CP Main wait");
      assertThat(result.err())
          .containsPattern("\n\\[0-2] main\n  (java|Main)")
          .contains("Main.waitForEver (Main.java:");
    }

    @Test
    void aClosedPipeEndsNothingAndHangsNobody() throws Exception {
      Process process =
          new ProcessBuilder(
                  "sh",
                  "-c",
                  CommandRun.ROOT.resolve("bin/mpiexec")
                      + " -n 2 -cp "
                      + shared.resolve("classes")
                      + " Main lines 100000 2>"
                      + dir.resolve("err")
                      + " | head -n 1")
              .redirectErrorStream(true)
              .start();
      assertThat(process.inputReader().readLine()).matches("\\d 0 ");
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(dir.resolve("err")).isEmptyFile();
    }
  }

  @Nested
  class Verbose {
    @Test
    void listsTheRanksAsPsDoes() throws Exception {
      Result result = run("-v --bind-to core -n 2 java -Xmx1g -cp CP Main hello");
      assertThat(result.code()).isZero();
      assertThat(result.err())
          .contains("mpiexec: ignored option --bind-to core\nmpiexec: ignored option -Xmx1g\n")
          .containsPattern("RANK  PID +THREAD +CLASSES +STATE +EXIT  COMMAND\n0 +" + PID + " +")
          .containsPattern("\n1 +" + PID + " +\\w+ +\\w+ +exited +0 +Main hello\n");
    }
  }

  @Nested
  class BadInput {
    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x"})
    void aWrongNumberOfRanks(String number) throws Exception {
      refused(
          "-n " + number + " Main",
          2,
          "-n "
              + number
              + ": the number of ranks must be a whole number from 1 to 65535 (for example -n 4)");
    }

    @Test
    void anUnknownOption() throws Exception {
      refused(
          "-nn 4 Main",
          2,
          "unknown option '-nn': did you mean '-n'? (mpiexec --help lists the options)");
    }

    @Test
    void noSuchJar() throws Exception {
      refused(
          "-n 2 nix.jar",
          127,
          "nix.jar: no such file or directory (looked for " + dir + "/nix.jar)");
      refused(
          "-n 2 java -jar nix.jar",
          127,
          "nix.jar: no such file or directory (looked for " + dir + "/nix.jar)");
    }

    @Test
    void noSuchClass() throws Exception {
      refused(
          "-n 2 -cp CP Nix",
          127,
          "no class Nix on the class path [" + shared.resolve("classes") + "]");
    }

    @Test
    void noMainMethod() throws Exception {
      Programs.compile(dir.resolve("c"), "NoMain", "public class NoMain { }");
      Result result = run("-cp c NoMain");
      assertThat(result.err()).startsWith("mpiexec: class NoMain").hasLineCount(1);
      assertThat(result.code()).isEqualTo(126);
      refused(
          "c",
          126,
          "c: no class has a main method (one needs: public static void main(String[] args))");
    }

    @Test
    void aPrivateMain() throws Exception {
      Programs.compile(
          dir.resolve("c"),
          "Hidden",
          "public class Hidden { private static void main(String[] args) { } }");
      Result result = run("-cp c Hidden");
      assertThat(result.err()).startsWith("mpiexec: ").contains("Hidden").hasLineCount(1);
      assertThat(result.code()).isEqualTo(126);
    }

    @Test
    void anInstanceMainRunsAsOnJdk25() throws Exception {
      Programs.compile(
          dir.resolve("c"),
          "Instance",
          "class Instance { void main() { IO.println(\"instance\"); } }");
      succeeded(run("-cp c Instance"), "instance");
      succeeded(run("c"), "instance");
    }

    @Test
    void aClassOfANewerJdk() throws Exception {
      Programs.compile(
          dir.resolve("c"),
          "Newer",
          "public class Newer { public static void main(String[] args) { } }");
      Programs.patchMajorVersion(dir.resolve("c/Newer.class"), 44 + 99);
      refused(
          "-cp c Newer",
          126,
          "class Newer was compiled for Java 99, this JVM is Java 25: compile it with --release 25"
              + " or run a newer JDK");
    }

    @Test
    void aBrokenJar() throws Exception {
      Files.writeString(dir.resolve("broken.jar"), "this is no jar");
      for (String line : new String[] {"broken.jar", "-jar broken.jar"}) {
        refused(
            line,
            126,
            "broken.jar: not a jar (mpiexec runs main classes, jars, class directories and .java"
                + " files)");
      }
      Result result = run("-cp broken.jar Main");
      assertThat(result.err()).startsWith("mpiexec: ").contains("broken.jar").hasLineCount(1);
      assertThat(result.code()).isEqualTo(126);
    }

    @Test
    void anUnreadableConfigFile() throws Exception {
      refused("-configfile nix", 2, "-configfile nix: the file cannot be read (no such file)");
      Files.createDirectory(dir.resolve("folder"));
      refused(
          "-configfile folder", 2, "-configfile folder: the file cannot be read (Is a directory)");
    }

    @Test
    void aWorkingDirectoryThatIsNotThere() throws Exception {
      Result result = run("-wdir nix -cp CP Main");
      assertThat(result.err())
          .startsWith("mpiexec: working directory " + dir + "/nix")
          .hasLineCount(1);
      assertThat(result.code()).isEqualTo(127);
    }

    @Test
    void anOutputFileThatCannotBeWritten() throws Exception {
      Files.createFile(dir.resolve("file"));
      Result result = run("--output-filename file/x -cp CP Main");
      assertThat(result.err())
          .startsWith("mpiexec: output file " + dir + "/file/x/rank.0/stdout: cannot be written (")
          .hasLineCount(1);
      assertThat(result.code()).isEqualTo(2);
    }

    @Test
    void noJdk25() throws Exception {
      Path empty = Files.createDirectories(dir.resolve("none"));
      Result result = command("Main").variable("METAPROC_JAVA_HOME", empty.toString()).run();
      assertThat(result.err())
          .isEqualTo(
              "metaproc: no JDK 25 found: looked in METAPROC_JAVA_HOME="
                  + empty
                  + "; install a JDK 25 or later or set METAPROC_JAVA_HOME\n");
      assertThat(result.code()).isEqualTo(125);
    }

    @Test
    void aStackTraceOnlyWhenVerbose() throws Exception {
      assertThat(run("-cp CP Nix").err()).doesNotContain("\tat ");
      assertThat(run("-v -cp CP Nix").err()).contains("ClassNotFoundException", "\tat ");
    }
  }
}
