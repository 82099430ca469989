package dev.metaproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Visual Studio Code's Java debugger launches a program with our java and attaches to a rank. */
@Timeout(180)
class DapIT {
  private static final String COUNTS =
      """
      public class Counts {
        static int counter;

        public static void main(String[] words) throws Exception {
          while (words.length == 0 || counter < 3) {
            count("rank " + System.getenv("METAPROC_RANK"));
            Thread.sleep(1);
          }
          System.exit(7);
        }

        static void count(String name) {
          int before = counter;
          counter = before + 1;
        }
      }
      """;
  private static final int LINE = 14;

  @TempDir Path dir;

  @BeforeEach
  void compile() throws IOException {
    Programs.compile(Files.createDirectories(dir.resolve("classes")), "Counts", COUNTS, "-g");
  }

  @AfterEach
  void stopHost() throws Exception {
    CommandRun stop = CommandRun.command(dir, "metaproc", "host", "stop");
    environment().forEach(stop::variable);
    assertThat(stop.run().code()).isZero();
  }

  /** Our {@code java} for a debug adapter that passes no environment on. */
  private Path java() throws IOException {
    StringBuilder script = new StringBuilder("#!/bin/sh\n");
    environment().forEach((name, value) -> script.append("export " + name + "='" + value + "'\n"));
    script.append("exec '" + CommandRun.ROOT.resolve("bin/java") + "' \"$@\"\n");
    Path java = Files.createDirectories(dir.resolve("home/bin")).resolve("java");
    Files.writeString(java, script);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    return java;
  }

  private Map<String, String> environment() {
    return Map.of(
        "METAPROC_RUNTIME_DIR", dir.resolve("run").toString(),
        "METAPROC_STATE_DIR", dir.resolve("state").toString());
  }

  private static void initialize(DapClient dap) throws Exception {
    dap.request(
        "initialize", Map.of("adapterID", "java", "linesStartAt1", true, "columnsStartAt1", true));
  }

  private void breakAtLine(DapClient dap) throws Exception {
    dap.request(
        "setBreakpoints",
        Map.of(
            "source",
            Map.of("path", dir.resolve("Counts.java"), "name", "Counts.java"),
            "lines",
            List.of(LINE),
            "breakpoints",
            List.of(Map.of("line", LINE))));
  }

  /** Where a thread has stopped, and its local variables. */
  private static String look(DapClient dap, int thread) throws Exception {
    JsonObject frame =
        dap.request("stackTrace", Map.of("threadId", thread, "startFrame", 0, "levels", 20))
            .getAsJsonArray("stackFrames")
            .get(0)
            .getAsJsonObject();
    JsonObject scope =
        dap.request("scopes", Map.of("frameId", frame.get("id").getAsInt()))
            .getAsJsonArray("scopes")
            .get(0)
            .getAsJsonObject();
    JsonArray variables =
        dap.request(
                "variables",
                Map.of("variablesReference", scope.get("variablesReference").getAsInt()))
            .getAsJsonArray("variables");
    StringBuilder text = new StringBuilder(frame.get("name").getAsString());
    text.append(':').append(frame.get("line").getAsInt());
    variables.forEach(
        each ->
            text.append(' ')
                .append(each.getAsJsonObject().get("name").getAsString())
                .append('=')
                .append(each.getAsJsonObject().get("value").getAsString()));
    return text.toString();
  }

  @Test
  void aProgramIsLaunchedStoppedSteppedAndRunToItsEnd() throws Exception {
    try (DapClient dap = new DapClient("Counts")) {
      initialize(dap);
      dap.request(
          "launch",
          Map.of(
              "mainClass",
              "Counts",
              "classPaths",
              List.of(dir.resolve("classes")),
              "args",
              "3",
              "cwd",
              dir,
              "javaExec",
              java(),
              "console",
              "internalConsole"));
      dap.event("initialized");
      breakAtLine(dap);
      dap.request("configurationDone", Map.of());
      for (int i = 0; i < 3; i++) {
        JsonObject stopped = dap.event("stopped");
        assertThat(stopped.get("reason").getAsString()).isEqualTo("breakpoint");
        int thread = stopped.get("threadId").getAsInt();
        assertThat(look(dap, thread))
            .startsWith("Counts.")
            .contains("(String):14 name=")
            .contains("before=" + i);
        if (i == 0) {
          dap.request("next", Map.of("threadId", thread));
          assertThat(dap.event("stopped").get("reason").getAsString()).isEqualTo("step");
          assertThat(look(dap, thread)).contains("(String):15 name=");
        }
        dap.request("continue", Map.of("threadId", thread));
      }
      dap.event("terminated");
    }
  }

  /** Attaches to rank 1 and has it stop. */
  private int stop(DapClient dap, int port) throws Exception {
    initialize(dap);
    dap.request("attach", Map.of("hostName", "localhost", "port", port));
    dap.event("initialized");
    breakAtLine(dap);
    dap.request("configurationDone", Map.of());
    int thread = dap.event("stopped").get("threadId").getAsInt();
    assertThat(look(dap, thread)).contains("rank 1");
    return thread;
  }

  @Test
  void oneRankOfThreeIsAttachedToLetGoAndAttachedToAgain() throws Exception {
    CommandRun run = CommandRun.mpiexec(dir, "-n 3 --debug java -cp classes Counts");
    Process job = run.start();
    try {
      int[] ports = DebugSession.ports(run, 3);
      try (DapClient dap = new DapClient("Counts")) {
        stop(dap, ports[1]);
        assertThat(dap.request("threads", Map.of()).getAsJsonArray("threads"))
            .extracting(each -> each.getAsJsonObject().get("name").getAsString())
            .anyMatch(name -> name.contains("main"))
            .noneMatch(name -> name.contains("Carrier"));
        dap.request("disconnect", Map.of("terminateDebuggee", false));
      }
      DebugSession.attachWhenFree(ports[1]).close();
      try (DapClient dap = new DapClient("Counts")) {
        stop(dap, ports[1]); // it ran on
        // who attached lets go all the same: that adapter ends only what it has launched
        dap.request("disconnect", Map.of("terminateDebuggee", true));
      }
      try (DebugSession again = DebugSession.attachWhenFree(ports[1])) {
        int before = again.counter("Counts", "counter");
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> again.counter("Counts", "counter") > before);
      }
      assertThat(job.isAlive()).isTrue();
    } finally {
      job.destroy();
    }
  }
}
