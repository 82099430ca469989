package dev.metaproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.metaproc.launcher.CommandRun.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code metaproc up}, {@code down} and {@code config} as a user calls them. */
@Timeout(120)
class UpIT {
  @TempDir static Path dir;
  @TempDir Path project;

  @BeforeAll
  static void compile() throws IOException {
    Programs.compile(
        Files.createDirectories(dir.resolve("classes")),
        "Service",
        """
        import java.net.*;

        public class Service {
          public static void main(String[] words) throws Exception {
            String name = words[0];
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println(name + " ends")));
            System.out.println(name + " starts " + System.getenv("METAPROC_REPLICA"));
            switch (words[1]) {
              case "listen" -> {
                try (ServerSocket socket =
                    new ServerSocket(Integer.parseInt(words[2]), 9, InetAddress.getLoopbackAddress())) {
                  while (true) {
                    socket.accept().close();
                  }
                }
              }
              case "ready" -> {
                System.out.println("I am ready");
                Thread.sleep(Long.MAX_VALUE);
              }
              case "exit" -> System.exit(Integer.parseInt(words[2]));
              default -> Thread.sleep(Long.MAX_VALUE);
            }
          }
        }
        """);
  }

  @AfterAll
  static void stopHost() throws Exception {
    assertThat(metaproc(dir, "host stop").run().code()).isZero();
    await().until(() -> Files.notExists(dir.resolve("run/default.sock")));
  }

  @BeforeEach
  void link() throws IOException {
    Files.createDirectories(project);
  }

  private static CommandRun metaproc(Path where, String line) throws IOException {
    return CommandRun.command(where, "metaproc", line.split(" ", -1))
        .variable("METAPROC_RUNTIME_DIR", dir.resolve("run").toString())
        .variable("METAPROC_STATE_DIR", dir.resolve("state").toString());
  }

  private Result run(String line) throws IOException, InterruptedException {
    return metaproc(project, line).run();
  }

  private String ok(String line) throws IOException, InterruptedException {
    Result result = run(line);
    assertThat(result.code()).as(result.err()).isZero();
    return result.out().strip();
  }

  private void write(String text) throws IOException {
    Files.writeString(
        project.resolve("metaproc.yaml"),
        text.replace("CLASSES", dir.resolve("classes").toString()));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private String idOf(String name) throws Exception {
    Matcher id =
        Pattern.compile("\"id\":\"(\\w+)\",\"name\":\"" + Pattern.quote(name) + "\"")
            .matcher(ok("ps -a --format json"));
    assertThat(id.find()).isTrue();
    return id.group(1);
  }

  @Test
  void servicesStartInOrderAndOnlyWhatChangedIsStartedAgain() throws Exception {
    int port = freePort();
    String file =
        """
        name: shop
        programs:
          web:
            main: Service
            classpath: CLASSES
            args: [web, ready]
            ready: { log: am ready }
            depends_on: { db: { condition: healthy }, setup: { condition: completed } }
            replicas: 2
          setup: { main: Service, classpath: CLASSES, args: [setup, exit, 0] }
          db:
            main: Service
            classpath: CLASSES
            args: [db, listen, "%d"]
            ready: { tcp: %d }
        """
            .formatted(port, port);
    write(file);
    assertThat(run("up -d").err().lines())
        .containsExactly(
            "metaproc: db created and started",
            "metaproc: setup created and started",
            "metaproc: web.0 created and started",
            "metaproc: web.1 created and started");
    assertThat(ok("ps -q").lines()).containsExactly("db", "web.0", "web.1");
    await().until(() -> run("logs web.1").out().equals("web starts 1\nI am ready\n"));
    String db = idOf("db");
    String web0 = idOf("web.0");

    write(file.replace("replicas: 2", "replicas: 1").replace("" + port, "" + freePort()));
    assertThat(run("up -d").err().lines())
        .containsExactly(
            "metaproc: web.1 stops",
            "metaproc: db stops",
            "metaproc: db created and started",
            "metaproc: setup started",
            "metaproc: web.0 runs");
    assertThat(idOf("web.0")).isEqualTo(web0);
    assertThat(idOf("db")).isNotEqualTo(db);

    assertThat(run("down").err().lines())
        .containsExactly(
            "metaproc: web.0 stops",
            "metaproc: db stops",
            "metaproc: db removed",
            "metaproc: setup removed",
            "metaproc: web.0 removed");
    assertThat(ok("ps -a -q")).isEmpty();
  }

  @Test
  void theFirstEndStopsAllAndGivesTheCode() throws Exception {
    write(
        """
        programs:
          long: { main: Service, classpath: CLASSES, args: [long, sleep] }
          short:
            main: Service
            classpath: CLASSES
            args: [short, exit, 5]
            depends_on: long
        """);
    Result result = run("up --abort-on-exit");
    assertThat(result.out())
        .contains(
            "long  | long starts null\n", "short | short starts null\n", "long  | long ends\n");
    assertThat(result.code()).isEqualTo(5);
    Result again = run("up --exit-code-from long");
    assertThat(again.out()).containsOnlyOnce("long starts"); // not what the first run printed
    assertThat(again.code()).isEqualTo(143);
    ok("down");
  }

  @Test
  void aDependencyThatFailsIsNamed() throws Exception {
    write(
        """
        programs:
          db:
            main: Service
            classpath: CLASSES
            args: [db, exit, 3]
            ready: { log: never }
          web:
            main: Service
            classpath: CLASSES
            depends_on: { db: { condition: healthy } }
        """);
    Result result = run("up -d");
    assertThat(result.err())
        .endsWith(
            "metaproc: web is not started, what it depends on failed: program db ended with code"
                + " 3\n");
    assertThat(result.code()).isEqualTo(126);
    assertThat(run("up").out()).isEqualTo("db  | db starts null\ndb  | db ends\n");
    ok("down");
  }

  @Test
  void aPortThatIsBoundFailsThatProgramAndIsInItsLog() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      write(
          """
          programs:
            db: { main: Service, classpath: CLASSES, args: [db, listen, "%d"] }
          """
              .formatted(taken.getLocalPort()));
      assertThat(run("up --abort-on-exit").code()).isEqualTo(1);
      assertThat(run("logs db").err()).contains("java.net.BindException");
      ok("down");
    }
  }

  @Test
  void ctrlCStopsAllInReverse() throws Exception {
    write(
        """
        programs:
          one: { main: Service, classpath: CLASSES, args: [one, ready] }
          two: { main: Service, classpath: CLASSES, args: [two, ready], depends_on: one }
        """);
    Process process = metaproc(project, "up").start();
    await().until(() -> run("ps -q").out().equals("one\ntwo\n"));
    process.destroy();
    await().until(() -> run("ps -q").out().isEmpty());
    List<String> ends = ok("events --past").lines().filter(line -> line.contains(" die ")).toList();
    assertThat(ends.get(ends.size() - 2)).contains(" die two ");
    assertThat(ends.getLast()).contains(" die one ");
    ok("down");
  }

  @Test
  void ctrlCWhileADependencyIsNotReadyStopsWhatWasStarted() throws Exception {
    write(
        """
        programs:
          one: { main: Service, classpath: CLASSES, args: [one, ready], ready: { log: never } }
          two: { main: Service, classpath: CLASSES, depends_on: { one: { condition: healthy } } }
        """);
    CommandRun up = metaproc(project, "up");
    Process process = up.start();
    await().until(() -> up.out().startsWith("one | one starts null\n"));
    process.destroy();
    await().until(() -> run("ps -q").out().isEmpty());
    assertThat(ok("ps -a -q")).isEqualTo("one");
    ok("down");
  }

  @Test
  void theResolvedFileCanBeReadAgain() throws Exception {
    write(
        """
        name: again
        programs:
          one:
            main: Service
            classpath: CLASSES
            args: ["a b", "${USER_HOME:-home}"]
            env: { COST: $$5 }
            ready: { tcp: 80 }
            limits: { time: 5m }
        """);
    String resolved = ok("config");
    assertThat(resolved).contains("- home", "tcp: 80", "stop_timeout: 10s", "time: 5m");
    Files.writeString(project.resolve("second.yaml"), resolved);
    assertThat(ok("config -f second.yaml")).isEqualTo(resolved);
    assertThat(ok("config -f second.yaml --format json")).contains("\"COST\":\"$$5\"");
    ok("up -d");
    assertThat(run("up -d -f second.yaml").err()).isEqualTo("metaproc: one runs\n");
    ok("down");
    assertThat(ok("config -q")).isEmpty();
    assertThat(ok("config --show-origin").lines())
        .contains(
            "metaproc.yaml:1:7\tname = again",
            "metaproc.yaml:4:11\tprograms/one/command = [-cp, "
                + dir.resolve("classes")
                + ", Service, a b, home]",
            "metaproc.yaml:7:18\tprograms/one/env/COST = $5",
            "default\tprograms/one/restart = no",
            "metaproc.yaml:9:21\tprograms/one/limits/time = 5m");
    Files.writeString(project.resolve("Procfile"), "web: java Service ${USER_HOME:-x}\n");
    assertThat(ok("config -f Procfile --show-origin").lines())
        .contains("Procfile:1:6 with USER_HOME not set\tprograms/web/command = [Service, x]");
    write("programs:\n  one: { main: X, replica: 2 }\n");
    assertThat(run("config"))
        .isEqualTo(
            new Result(
                2,
                "",
                "metaproc: metaproc.yaml:2:19: unknown key replica in programs/one: did you mean"
                    + " replicas?\n"));
  }
}
