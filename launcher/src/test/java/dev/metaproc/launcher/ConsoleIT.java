package dev.metaproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.metaproc.launcher.CommandRun.Result;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The console, fed with scripts, attached to the ranks of a job. */
@Timeout(180)
class ConsoleIT {
  private static final String SOLVER =
      """
      import java.nio.file.*;
      public class Solver {
        static int steps;
        int size = 3;
        double[] values = {1, 2.5};
        public static void main(String[] arguments) throws Exception {
          Solver solver = new Solver();
          while (!Files.exists(Path.of("stop"))) {
            int result = solver.step("rank " + System.getenv("METAPROC_RANK"));
            Thread.sleep(1);
          }
        }
        int step(String name) {
          int before = steps;
          steps = before + 1;
          return twice(steps);
        }
        static int twice(int number) {
          return 2 * number;
        }
      }
      """;

  @TempDir static Path dir;

  private final List<Process> started = new ArrayList<>();

  @BeforeAll
  static void compile() throws IOException {
    Programs.compile(Files.createDirectories(dir.resolve("classes")), "Solver", SOLVER, "-g");
    Files.writeString(dir.resolve("Solver.java"), SOLVER);
  }

  @AfterEach
  void end() throws Exception {
    for (Process process : started) {
      process.destroy();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  private CommandRun job(String line) throws IOException {
    CommandRun job = CommandRun.mpiexec(dir, line + " java -cp classes Solver");
    started.add(job.start());
    return job;
  }

  /** Starts a job and gives the address of all its ranks. */
  private int start(String line) throws IOException {
    return DebugSession.allPort(job(line));
  }

  private static Result console(int port, String script) throws Exception {
    Path file = Files.createTempFile(dir, "script", ".gdb");
    Files.writeString(file, script);
    return CommandRun.command(
            dir, "metaproc", "debug", "--batch", "-x", file.toString(), "--attach", "" + port)
        .run();
  }

  private static String ok(int port, String script) throws Exception {
    Result result = console(port, script);
    assertThat(result.code()).as(result.out() + result.err()).isZero();
    return result.out().replaceAll("pid \\d+", "pid N");
  }

  @Test
  void aBreakpointIsHeldInEveryRankUntilItsConditionIsMet() throws Exception {
    int port = start("-n 3 --debug=all,suspend");
    String said =
        ok(
            port,
            """
            set schedule-multiple on
            show schedule-multiple
            break Solver.step inferior 2 if steps == 4
            tbreak Solver:15 inferior 3
            info breakpoints
            continue
            continue
            continue
            continue
            info breakpoints
            continue
            """);
    assertThat(said)
        .startsWith("Resuming the execution of threads of all programs is on.\n")
        .contains("Breakpoint 1 at Solver.step")
        .contains("1       breakpoint keep y   Solver.step inferior 2\n\tstop only if steps == 4\n")
        .contains("Thread 1.1 \"main\" is about to begin")
        .contains("Thread 2.1 \"main\" is about to begin")
        .contains("Thread 3.1 \"main\" is about to begin")
        .contains("hit Temporary breakpoint 2, Solver.step (name=\"rank 2\") at Solver.java:15\n")
        .contains("15\t    steps = before + 1;")
        .contains("hit Breakpoint 1, Solver.step (name=\"rank 1\") at Solver.java:14\n");
  }

  @Test
  void aBreakpointIsDisabledAndGetsAnotherCondition() throws Exception {
    int port = start("-n 2 --debug");
    String said =
        ok(
            port,
            """
            list Solver.twice
            break Solver.twice inferior 1
            break Solver:15 inferior 1
            disable 1
            condition 2 steps < 0
            info breakpoints
            enable 1
            disable 2
            continue
            disable
            enable 2
            condition 2
            continue
            print steps
            list Solver:5
            list
            """);
    assertThat(said)
        .startsWith("14\t    int before = steps;\n") // the place is in the middle
        .contains("18\t  static int twice(int number) {\n")
        .contains("1       breakpoint keep n   Solver.twice inferior 1\n")
        .contains("2       breakpoint keep y   Solver:15 inferior 1\n\tstop only if steps < 0\n")
        .contains("hit Breakpoint 1, Solver.twice (number=")
        .contains("Breakpoint 2 now unconditional.\n")
        .contains("hit Breakpoint 2, Solver.step (name=\"rank 0\") at Solver.java:15\n")
        .containsPattern("\\$1 = \\d+\n1\timport")
        .endsWith("20\t  }\n");
    assertThat(console(port, "list Gone.main\n").out())
        .startsWith("no program has loaded class Gone yet\n");
    assertThat(console(port, "list Solver:999\n").out())
        .startsWith("there is no code at Solver:999 in that class\n");
    assertThat(console(port, "list nowhere\n").out())
        .startsWith("'nowhere' is no place: it must be Class:line or Class.method\n");
    assertThat(console(port, "disable 7\n").out()).startsWith("there is no breakpoint 7\n");
    assertThat(console(port, "condition\n").out())
        .startsWith("condition N [CONDITION]: stop only if it holds; always without one\n");
  }

  /** The command {@code script} makes one. */
  @Test
  void ctrlCAtATerminalInterruptsTheProgramAndNotTheConsole() throws Exception {
    int port = start("-n 2 --debug");
    String console =
        "stty rows 24 cols 80; exec " // a shell that waits would end by the signal
            + CommandRun.ROOT.resolve("bin/metaproc")
            + " debug --attach "
            + port;
    Path said = dir.resolve("terminal.txt");
    Process terminal =
        new ProcessBuilder("script", "-qefc", console, "/dev/null")
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    started.add(terminal);
    try (Writer keys = terminal.outputWriter()) {
      type(keys, said, "info inferiors\rinfo threads\r", "running"); // before there is a prompt
      type(keys, said, "", "2.1    \"main\" (running)");
      type(keys, said, "continue\r", "continue");
      Thread.sleep(Duration.ofSeconds(1)); // were it to end at once, this would be at the prompt
      type(keys, said, "\u0003", "Interrupted.");
      type(keys, said, "print 40 + 2\r", "$1 = 42");
      type(keys, said, "quit\r", "quit");
      assertThat(terminal.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(terminal.exitValue()).as(Files.readString(said)).isZero();
  }

  /** Types what the answer has not been given to before; nothing waits for what was typed. */
  private static void type(Writer keys, Path said, String typed, String answer) throws IOException {
    int before = typed.isEmpty() ? 0 : Files.readString(said).length();
    keys.write(typed);
    keys.flush();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(Files.readString(said).substring(before)).contains(answer));
  }

  @Test
  void oneProgramIsSteppedAndLookedAtWhileTheOthersRun() throws Exception {
    int port = start("-n 3 --debug");
    String said =
        ok(
            port,
            """
            inferior 2
            print Solver.steps
            break Solver.step inferior 2
            continue
            info inferiors
            info threads
            bt
            up
            print solver.size
            down
            print name
            print size + 1
            print this
            print values
            print $_inferior
            set var steps = 1000
            next
            print before
            next
            step
            finish
            info locals
            list 14
            inferior 3
            print Solver.steps
            interrupt
            thread 2.1
            thread apply all bt 1
            thread apply 2.* print number
            """);
    assertThat(said)
        .contains("[Switching to inferior 2 (Solver, pid N)]")
        .contains("Thread 2.1 \"main\" hit Breakpoint 1, Solver.step (name=\"rank 1\") at Solver")
        .containsPattern("\\* 2 +pid N +stopped +Solver")
        .containsPattern("  1 +pid N +running +Solver")
        .contains("* 2.1    \"main\" Solver.step (name=\"rank 1\") at Solver.java:14")
        .contains("  3.1    \"main\" (running)")
        .contains("#1  Solver.main (arguments=java.lang.String[0]) at Solver.java:9")
        .containsPattern("\\$\\d+ = \"rank 1\"\n\\$\\d+ = 4\n\\$\\d+ = Solver@\\d+ \\{size = 3, ")
        .containsPattern("\\$\\d+ = \\{1\\.0, 2\\.5\\}\n\\$\\d+ = 2\n")
        .contains("15\t    steps = before + 1;\n")
        .containsPattern("\\$\\d+ = 1000\n")
        .contains("16\t    return twice(steps);\n")
        .contains("Solver.twice (number=1001) at Solver.java:19")
        .contains("Run till exit from #0  Solver.twice (number=1001) at Solver.java:19")
        .containsPattern("Value returned is \\$\\d+ = 2002\n")
        .contains("name = \"rank 1\"\nbefore = 1000\n")
        .contains("13\t  int step(String name) {\n")
        .contains("Inferior 3 stopped.");
  }

  @Test
  void whereMergesAllStacksWithoutStoppingAnything() throws Exception {
    int port = start("-n 4 --debug");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(ok(port, "where\ninfo inferiors\n"))
                    .startsWith("[0-3] main\n  Solver.main (Solver.java:")
                    .doesNotContain("stopped"));
  }

  @Test
  void stepsAreThoseOfTheirProgramWhateverStopsElsewhere() throws Exception {
    int port = start("-n 3 --debug");
    String said = ok(port, "b Solver.step\nc\nn\nn\nfin\nc\n");
    String stepped = said.substring(said.indexOf(" hit Breakpoint 1, "), said.lastIndexOf("hit "));
    assertThat(stepped)
        .containsSubsequence(
            "14\t", "\n15\t", "\n16\t", "Run till exit", "Value returned is $1 = ");
    assertThat(stepped.split(" hit ", -1)).hasSize(2);
  }

  /** Its own {@code Thread.getStackTrace} would not return before it is resumed. */
  @Test
  void whereShowsVirtualThreadsThatAreStoppedWhileTheySleep() throws Exception {
    int port = start("-n 2 --threads=virtual --debug");
    String said = ok(port, "interrupt\nwhere\ninferior 2\ninterrupt\nwhere\nkill\n");
    assertThat(said)
        .containsPattern("Inferior 1 stopped[^\\[]*\\[0-1] main\n  (\\[0] )?Solver.main ")
        .containsPattern("Inferior 2 stopped[^\\[]*\\[0-1] main\n  (\\[0] )?Solver.main ")
        .endsWith("[Inferior 2 (Solver, pid N) killed]\n");
  }

  @Test
  void killedAndDetachedProgramsAreLetGo() throws Exception {
    CommandRun job = job("-n 3 --debug");
    String said =
        ok(
            DebugSession.allPort(job),
            """
            break Solver.step
            set schedule-multiple on
            continue
            detach inferior 1
            info inferiors
            kill inferior 2
            """);
    assertThat(said)
        .contains("[Inferior 1 (Solver, pid N) detached]")
        .containsPattern("1 +pid N +detached")
        .contains("[Inferior 2 (Solver, pid N) killed]");
    assertThat(job.finish(started.getFirst()).code()).isEqualTo(137);
  }

  @Test
  void aProgramOfAHostThatWasKilledIsListedNoMore() throws Exception {
    Map<String, String> own =
        Map.of(
            "METAPROC_RUNTIME_DIR", dir.resolve("run").toString(),
            "METAPROC_STATE_DIR", dir.resolve("state").toString());
    Files.deleteIfExists(dir.resolve("stop"));
    try {
      for (String name : List.of("a", "b")) {
        assertThat(host(own, "run -d --debug --name " + name + " -cp classes Solver").code())
            .isZero();
      }
      Path script = dir.resolve("script.gdb");
      Files.writeString(script, "interrupt\nkill inferior 1\ninfo inferiors\n");
      Result console = host(own, "debug --batch -x " + script);
      assertThat(console.code()).isZero();
      assertThat(console.out())
          .contains("[Inferior 1 (a, pid ")
          .contains(" killed]\n")
          .containsPattern("\n. 2 +pid \\d+ +running +b\n")
          .doesNotContainPattern("\n. 1 +pid");
    } finally {
      assertThat(host(own, "host stop").code()).isZero();
    }
  }

  private Result host(Map<String, String> environment, String line) throws Exception {
    CommandRun run = CommandRun.command(dir, "metaproc", line.split(" ", -1));
    environment.forEach(run::variable);
    return run.run();
  }

  @Test
  void theEndOfAProgramIsTold() throws Exception {
    CommandRun job = job("-n 2 --debug=all,suspend");
    int port = DebugSession.allPort(job);
    Files.writeString(dir.resolve("stop"), "");
    try {
      assertThat(ok(port, "set schedule-multiple on\ncontinue\ncontinue\n"))
          .contains("is about to begin");
      assertThat(job.finish(started.getFirst()).code()).isZero();
    } finally {
      Files.delete(dir.resolve("stop"));
    }
  }

  @Test
  void mistakesAreToldAndEndAScript() throws Exception {
    int port = start("-n 2 --debug");
    for (String[] each :
        new String[][] {
          {"frobnicate", "Undefined command: \"frobnicate\".  Try \"help\".\n"},
          {"inferior 7", "No inferior 7 (see info inferiors).\n"},
          {"inferior x", "'x' must be a number.\n"},
          {"break Solver", "'Solver' is no place: it must be Class:line or Class.method\n"},
          {"break Solver.none", "class Solver has no method none with code\n"},
          {"break Solver:9999", "no code of Solver:9999 can be stopped at\n"},
          {"bt", "Inferior 1 is running: interrupt stops it.\n"},
          {"next", "No frame: inferior 1 is running.\n"},
          {"delete 3", "there is no breakpoint 3\n"},
          {"d", null},
          {"de", "Ambiguous command \"de\": delete, detach.\n"},
          {"thread 1.9", "Unknown thread 1.9.\n"},
          {"set speed = 3", "set var NAME = EXPRESSION; set schedule-multiple on|off\n"},
        }) {
      Result result = console(port, each[0] + "\necho never\n");
      if (each[1] == null) {
        assertThat(result.code()).isZero();
      } else {
        assertThat(result.out()).startsWith(each[1]);
        assertThat(result.out()).endsWith(":1: Error in sourced command file.\n");
        assertThat(result.code()).isEqualTo(1);
      }
    }
    Result single = CommandRun.command(dir, "metaproc", "debug", "--attach", "nowhere").run();
    assertThat(single.err()).isEqualTo("metaproc: --attach nowhere: an address is [HOST:]PORT\n");
    assertThat(single.code()).isEqualTo(2);
    try (DebugSession other = DebugSession.attachWhenFree(port)) {
      Result refused = console(port, "where\n");
      assertThat(refused.err())
          .containsPattern("the meta-process is already being debugged by java \\(pid \\d+\\) at ");
      assertThat(refused.code()).isEqualTo(125);
      assertThat(other.vm.topLevelThreadGroups()).hasSize(2);
    }
  }
}
