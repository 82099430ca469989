package dev.metaproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.jdi.ThreadGroupReference;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.VMDeathEvent;
import com.sun.jdi.event.VMStartEvent;
import dev.metaproc.launcher.CommandRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs of a daemon that are debugged: in its debug host, under the same commands. */
@Timeout(180)
class DebugHostIT {
  private static final Pattern ADDRESS =
      Pattern.compile("Listening for transport dt_socket at address: (\\d+)");
  private static final String COUNTS =
      """
      public class Counts {
        static volatile int counter;

        public static void main(String[] words) throws Exception {
          while (words.length == 0 || counter < 20) {
            count();
            Thread.sleep(1);
          }
          System.exit(7);
        }

        static void count() {
          counter = counter + 1;
        }
      }
      """;
  private static final int COUNT_LINE = 13;

  @TempDir static Path dir;

  @BeforeAll
  static void compile() throws IOException {
    Programs.compile(Files.createDirectories(dir.resolve("classes")), "Counts", COUNTS, "-g");
  }

  @AfterAll
  static void stopHost() throws Exception {
    assertThat(metaproc("host stop").run().code()).isZero();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                Files.notExists(dir.resolve("run/default.sock"))
                    && Files.notExists(dir.resolve("run/default.debug.sock")));
  }

  private static CommandRun metaproc(String line) throws IOException {
    return command("metaproc", line);
  }

  private static CommandRun command(String command, String line) throws IOException {
    return CommandRun.command(dir, command, line.split(" ", -1))
        .variable("METAPROC_RUNTIME_DIR", dir.resolve("run").toString())
        .variable("METAPROC_STATE_DIR", dir.resolve("state").toString());
  }

  private static Result run(String line) throws IOException, InterruptedException {
    return metaproc(line).run();
  }

  private static String ok(String line) throws IOException, InterruptedException {
    Result result = run(line);
    assertThat(result.code()).as(result.err()).isZero();
    return result.out().strip();
  }

  private static int port(String text) {
    Matcher matcher = ADDRESS.matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  private static void awaitCounting(DebugSession session) {
    await().atMost(Duration.ofSeconds(60)).until(() -> hasCounts(session));
    int before = session.counter("Counts", "counter");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> session.counter("Counts", "counter") > before + 5);
  }

  private static boolean hasCounts(DebugSession session) {
    return session.vm.classesByName("Counts").size() == 1;
  }

  @Test
  void aProgramToBeDebuggedRunsInADebugHostUnderTheSameCommands() throws Exception {
    ok("run -d --name plain -cp classes Counts");
    Result started = run("run -d --name wanted --debug -cp classes Counts");
    assertThat(started.out()).isEqualTo("wanted\n");
    int port = port(started.err());
    assertThat(port(ok("debug wanted"))).isEqualTo(port);
    assertThat(ok("ps")).contains("plain").contains("wanted");
    assertThat(run("logs wanted").out())
        .isEqualTo("Listening for transport dt_socket at address: " + port + "\n");
    assertThat(run("logs wanted").err())
        .containsPattern(
            "metaproc: wanted is debugged in host default.debug(, which was started for that)?:"
                + " this one has no debug agent");
    try (DebugSession session = DebugSession.attach(port)) {
      awaitCounting(session);
      session.breakAt("Counts", COUNT_LINE);
      session.next(BreakpointEvent.class);
      assertThat(ok("threads plain")).contains("at Counts.main(Counts.java:");
      assertThat(ok("threads wanted")).contains("at Counts.count(Counts.java:13)");
      session.vm.eventRequestManager().deleteAllBreakpoints();
      session.vm.resume();
      ok("stop wanted");
      session.next(VMDeathEvent.class);
    }
    assertThat(ok("wait wanted")).isEqualTo("143");
    ok("rm -f plain wanted");
  }

  @Test
  void aRunningProgramIsStartedAgainToBeDebuggedAndThatIsSaid() throws Exception {
    ok("run -d --name late -cp classes Counts");
    Result kept = run("debug --no-restart late");
    assertThat(kept.code()).isEqualTo(2);
    assertThat(kept.err())
        .isEqualTo(
            "metaproc: program late would have to be started again: its JVM was started without the"
                + " debug agent (leave out --no-restart, or start it with run --debug)\n");
    Result debugged = run("debug late");
    int port = port(debugged.out());
    assertThat(debugged.err())
        .isEqualTo(
            """
            metaproc: late is stopped and started again: its JVM was started without the debug agent
            metaproc: late runs in debug host default.debug, beside the others of host default
            """);
    Matcher pid = Pattern.compile("late +\\S+ +(\\d+)").matcher(ok("ps"));
    assertThat(pid.find()).isTrue();
    assertThat(port(ok("debug " + pid.group(1)))).isEqualTo(port);
    try (DebugSession session = DebugSession.attach(port)) {
      awaitCounting(session);
    }
    int held = port(ok("debug --suspend late"));
    try (DebugSession session = DebugSession.attach(held)) {
      session.next(VMStartEvent.class);
      assertThat(session.vm.classesByName("Counts")).isEmpty();
      session.vm.exit(9);
    }
    assertThat(ok("wait late")).isEqualTo("9");
    ok("rm late");
  }

  @Test
  void whatJavaIsToldIsDoneByJavaInAHost() throws Exception {
    CommandRun java =
        command(
            "java",
            "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=0 -cp classes Counts"
                + " 20");
    Process process = java.start();
    await().atMost(Duration.ofSeconds(60)).until(() -> java.out().contains("Listening"));
    try (DebugSession session = DebugSession.attach(port(java.out()))) {
      session.next(VMStartEvent.class);
      session.vm.resume();
      session.next(VMDeathEvent.class);
    }
    assertThat(java.finish(process).code()).isEqualTo(7);
  }

  @Test
  void aFileSaysWhichProgramsAreDebugged() throws Exception {
    Files.writeString(
        dir.resolve("metaproc.yaml"),
        """
        name: shop
        programs:
          api: { main: Counts, classpath: classes, debug: suspend }
          db: { main: Counts, classpath: classes }
        """);
    ok("up -d");
    int port = port(ok("debug --no-restart api"));
    try (DebugSession session = DebugSession.attach(port)) {
      session.next(VMStartEvent.class);
      session.vm.resume();
      awaitCounting(session);
    }
    assertThat(ok("config")).contains("debug: suspend");
    ok("down");
  }

  @Test
  void oneAddressShowsAllAndABreakpointIsInEveryCopy() throws Exception {
    ok("run -d --name copy -n 2 --debug -cp classes Counts");
    int port = port(ok("debug --all"));
    Process jdb = Jdb.start(port, "threadgroups", "stop at Counts:" + COUNT_LINE);
    try {
      String groups = Jdb.awaitOutput(jdb, "Set breakpoint Counts:" + COUNT_LINE);
      assertThat(groups).containsPattern("inferior \\d+ copy\\.0 \\(pid \\d+\\)");
      assertThat(groups).containsPattern("inferior \\d+ copy\\.1 \\(pid \\d+\\)");
    } finally {
      jdb.destroyForcibly().waitFor();
    }
    try (DebugSession session = DebugSession.attachWhenFree(port)) {
      assertThat(session.vm.topLevelThreadGroups()).hasSizeGreaterThanOrEqualTo(2);
      assertThat(session.vm.classesByName("Counts")).hasSizeGreaterThanOrEqualTo(2);
      session.breakInEveryCopy("Counts", COUNT_LINE);
      Set<ThreadGroupReference> hit = new HashSet<>();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                BreakpointEvent event = session.next(BreakpointEvent.class);
                hit.add(event.thread().threadGroup());
                session.vm.resume();
                return hit.size() >= 2;
              });
      Result single = run("debug copy.0");
      assertThat(single.code()).isZero();
    }
    ok("rm -f copy");
  }

  @Test
  void stacksOfAllAreMergedWhereverTheyRun() throws Exception {
    ok("run -d --name merged -n 8 -cp classes Counts");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(ok("threads --merge merged"))
                    .startsWith("[0-7] main\n  Counts.main (Counts.java:"));
    ok("debug merged.3");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(ok("threads --merge merged"))
                    .startsWith("[0-7] main\n  Counts.main (Counts.java:"));
    ok("rm -f merged");
    assertThat(run("threads merged").err()).startsWith("metaproc: no program is called merged");
  }

  @Test
  void wrongWordsAreExplained() throws Exception {
    assertThat(run("run --debug=5x -cp classes Counts").err())
        .isEqualTo(
            "metaproc: Invalid value for option '--debug': '5x' must be a port from 0 to 65535, or"
                + " suspend (5005,suspend for both) (metaproc run --help says how)\n");
    ok("run -d --name first --debug=0 -cp classes Counts");
    int taken = port(ok("debug first"));
    Result second = run("run --rm --debug=" + taken + " -cp classes Counts");
    assertThat(second.code()).isEqualTo(2);
    assertThat(second.err()).contains("transport error 202: cannot listen at " + taken + ": ");
    ok("rm -f first");
    assertThat(List.of(run("debug nobody").code())).containsExactly(127);
  }
}
