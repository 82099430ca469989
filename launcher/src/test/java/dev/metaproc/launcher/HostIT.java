package dev.metaproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.metaproc.launcher.CommandRun.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code metaproc} as a user calls it, with one host for all tests. */
@Timeout(120)
class HostIT {
  /** Who talks to the host. */
  enum ClientKind {
    JVM,
    /** Debian's package nailgun. */
    NAILGUN
  }

  @TempDir static Path dir;

  @BeforeAll
  static void compile() throws IOException {
    Programs.compile(
        Files.createDirectories(dir.resolve("classes")),
        "App",
        """
        import java.io.*;
        import java.util.*;

        public class App {
          static int calls;
          static final List<byte[]> taken = new ArrayList<>();

          public static void main(String[] words) throws Exception {
            calls++;
            switch (words[0]) {
              case "greedy" -> {
                for (int i = 0; i < 8; i++) {
                  new Thread(() -> {
                    List<Object> all = new LinkedList<>();
                    while (true) {
                      try {
                        all.add(new byte[64]);
                      } catch (OutOfMemoryError e) {
                        calls++;
                      }
                    }
                  }).start();
                }
              }
              case "show" -> {
                System.out.println(Arrays.asList(words) + " calls=" + calls + " "
                    + System.getProperty("user.dir") + " " + System.getenv("COLOUR"));
                System.err.println("complaint");
                System.exit(Integer.parseInt(words[1]));
              }
              case "option" ->
                  System.out.println(System.getProperty(words[1]) + " "
                      + java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments());
              case "cat" -> System.in.transferTo(System.out);
              case "serve" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
                System.out.println("serving");
                Thread.sleep(Long.MAX_VALUE);
              }
              case "stubborn" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                  while (true) {
                    try {
                      Thread.sleep(Long.MAX_VALUE);
                    } catch (InterruptedException e) {
                    }
                  }
                }));
                System.out.println("serving");
                Thread.sleep(Long.MAX_VALUE);
              }
              case "handler" -> {
                for (String name : new String[] {"HUP", "USR1", "USR2"}) {
                  sun.misc.Signal.handle(
                      new sun.misc.Signal(name), signal -> System.out.println("got " + signal));
                }
                System.out.println("handles");
                Thread.sleep(Long.MAX_VALUE);
              }
              case "mute" -> {
                System.out.close();
                System.err.println("still here");
              }
              case "echo" -> {
                System.out.println("ready to echo");
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                  System.out.println("echo " + line);
                  if (line.equals("end")) {
                    System.exit(9);
                  }
                }
              }
              case "flood" -> {
                String line = "x".repeat(1023);
                for (int i = 0; i < 40_000; i++) {
                  System.out.println(line);
                }
              }
              case "threads" -> {
                for (int i = 0; i < 20; i++) {
                  new Thread(() -> {
                    try {
                      Thread.sleep(Long.MAX_VALUE);
                    } catch (InterruptedException e) {
                    }
                  }).start();
                }
              }
              case "allocate" -> {
                long sum = 0;
                while (true) {
                  sum += new byte[1 << 20].length;
                }
              }
              case "take" -> {
                while (true) {
                  taken.add(new byte[1 << 20]);
                }
              }
              case "hoard" -> {
                List<byte[]> all = new ArrayList<>();
                try {
                  while (true) {
                    all.add(new byte[1 << 16]);
                  }
                } catch (OutOfMemoryError e) {
                  all.subList(0, 160).clear();
                  System.out.println("full");
                }
                Thread.sleep(Long.MAX_VALUE);
                System.out.println(all);
              }
              case "fill" -> {
                Runtime jvm = Runtime.getRuntime();
                List<byte[]> all = new ArrayList<>();
                while (true) {
                  long free = jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory();
                  if (free > jvm.maxMemory() * 12 / 100) {
                    all.add(new byte[1 << 17]);
                    calls = 0;
                  } else if (calls++ < 3) {
                    System.gc();
                  } else {
                    break;
                  }
                }
                System.out.println("filled");
                Thread.sleep(Long.MAX_VALUE);
                System.out.println(all);
              }
              case "tick" -> {
                while (true) {
                  System.out.println("tick " + ++calls);
                  Thread.sleep(20);
                }
              }
              case "virtual" -> {
                Thread.ofVirtual().start(() -> {
                  try {
                    Thread.sleep(Long.MAX_VALUE);
                  } catch (InterruptedException e) {
                  }
                });
                System.out.println("serving");
                Thread.sleep(Long.MAX_VALUE);
              }
              case "open" -> {
                var sockets = List.of(new java.net.ServerSocket(0), new java.net.ServerSocket(0));
                var file = new FileInputStream("/dev/null");
                System.out.println("serving");
                Thread.sleep(Long.MAX_VALUE);
                System.out.println(sockets + " " + file);
              }
              case "kernel" -> {
                Thread child = new Thread(() -> {
                  try (BufferedReader in = new BufferedReader(new FileReader("/proc/thread-self/stat"))) {
                    String line = in.readLine();
                    System.out.println("nice " + line.substring(line.lastIndexOf(')')).split(" ")[17]);
                    java.nio.file.Files.readAllLines(java.nio.file.Path.of("/proc/thread-self/status"))
                        .stream().filter(l -> l.startsWith("Cpus_allowed_list"))
                        .forEach(System.out::println);
                  } catch (IOException e) {
                    e.printStackTrace();
                  }
                });
                child.start();
                child.join();
              }
              case "fail" -> throw new IllegalStateException("on purpose");
            }
          }
        }

        class Tell {
          public static void main(String[] words) throws Exception {
            System.out.println("calls=" + ++App.calls + " " + Arrays.asList(words));
            System.err.println("complaint");
            if (words.length > 0) {
              System.exit(Integer.parseInt(words[0]));
            }
          }
        }
        """);
  }

  @AfterAll
  static void stopHost() throws Exception {
    assertThat(metaproc("host stop").run().code()).isZero();
    await().until(() -> Files.notExists(dir.resolve("run/default.sock")));
  }

  private static CommandRun metaproc(String line) throws IOException {
    return metaproc(ClientKind.NAILGUN, line);
  }

  private static CommandRun metaproc(ClientKind client, String line) throws IOException {
    return in(client, CommandRun.command(dir, "metaproc", line.split(" ", -1)));
  }

  private static CommandRun in(ClientKind client, CommandRun command) {
    return command
        .variable("METAPROC_RUNTIME_DIR", dir.resolve("run").toString())
        .variable("METAPROC_STATE_DIR", dir.resolve("state").toString())
        .variable("METAPROC_CLIENT_COMMAND", client == ClientKind.JVM ? "jvm" : "");
  }

  private static Result run(String line) throws IOException, InterruptedException {
    return metaproc(line).run();
  }

  private static String started(String line) throws Exception {
    Result result = run(line);
    assertThat(result.code()).as(result.err()).isZero();
    return result.out().strip();
  }

  private static void awaitLog(String name, String text) {
    await().atMost(Duration.ofSeconds(30)).until(() -> run("logs " + name).out().contains(text));
  }

  private static void awaitError(String name, String text) {
    await().atMost(Duration.ofSeconds(60)).until(() -> run("logs " + name).err().contains(text));
  }

  @ParameterizedTest
  @EnumSource
  void aProgramHasTheClientsWordsStreamsDirectoryEnvironmentAndExitCode(ClientKind client)
      throws Exception {
    for (int code : new int[] {0, 3, 255}) {
      Result result =
          metaproc(client, "run --rm -cp classes App show " + code)
              .words("ä b", "")
              .variable("COLOUR", "blue")
              .run();
      assertThat(result.out())
          .isEqualTo("[show, " + code + ", ä b, ] calls=1 " + dir.toRealPath() + " blue\n");
      assertThat(result.err()).isEqualTo("complaint\n");
      assertThat(result.code()).isEqualTo(code);
    }
  }

  /** Each time it starts: it is on the program's standard error, as if it were its JVM's. */
  @Test
  void aProgramHasTheOptionsThatVariablesAskFor() throws Exception {
    Result result =
        metaproc(
                "run --rm -e JAVA_TOOL_OPTIONS=-Dn=1 -e _JAVA_OPTIONS=-Dn=2 -cp classes App option"
                    + " n")
            .run();
    assertThat(result)
        .isEqualTo(
            new Result(
                0,
                "2 [-Dn=1, -Dn=2]\n",
                "Picked up JAVA_TOOL_OPTIONS: -Dn=1\nPicked up _JAVA_OPTIONS: -Dn=2\n"));
    started("run -d --name picking -e _JAVA_OPTIONS=-Dn=3 -cp classes App option n");
    started("wait picking");
    started("start picking");
    started("wait picking");
    assertThat(run("logs picking"))
        .isEqualTo(
            new Result(0, "3 [-Dn=3]\n".repeat(2), "Picked up _JAVA_OPTIONS: -Dn=3\n".repeat(2)));
    assertThat(run("run --rm -e JAVA_TOOL_OPTIONS=Main -cp classes App option n"))
        .isEqualTo(
            new Result(
                2,
                "",
                "metaproc: JAVA_TOOL_OPTIONS=Main may have options of a JVM only: a class path goes"
                    + " into -cp or CLASSPATH, a value after '=' (--add-opens=…)\n"));
  }

  @Test
  void aSourceFileThatDoesNotCompileSaysWhy() throws Exception {
    Files.writeString(dir.resolve("Wrong.java"), "class Wrong { int n = \"\"; }");
    for (String options : List.of("", "--rm ")) {
      assertThat(run("run " + options + "Wrong.java").err())
          .contains("Wrong.java:1: error: incompatible types")
          .endsWith("metaproc: Wrong.java: does not compile (1 error)\n");
    }
  }

  @Test
  void runsMayShareClassesAndHaveFreshStatics() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(run("run --rm --isolation shared -cp classes App show 0").out())
          .startsWith("[show, 0] calls=1 ");
    }
    run("run -d --name kin --isolation shared -cp classes App serve");
    assertThat(run("inspect kin").out()).containsPattern("\"isolation\": ?\"shared\"");
    run("rm -f kin");
    Files.createDirectory(dir.resolve("own"));
    Files.copy(dir.resolve("classes/App.class"), dir.resolve("own/App.class"));
    for (String each : List.of("loader: nothing else has run from its class path yet", "shared")) {
      started("run -d --name again -cp own App serve");
      assertThat(run("inspect again").out()).contains("\"isolation\":\"" + each);
      run("rm -f again");
    }
    assertThat(run("run --rm --isolation none -cp classes App show 0"))
        .isEqualTo(
            new Result(
                2,
                "",
                "metaproc: METAPROC_ISOLATION=none is unknown: use auto, loader or shared\n"));
  }

  @ParameterizedTest
  @EnumSource
  void bytesPassUnchanged(ClientKind client) throws Exception {
    StringBuilder much = new StringBuilder();
    for (int i = 0; i < 300_000; i++) {
      much.append((char) (i % 0x7f)).append(i);
    }
    Result result = metaproc(client, "run --rm -cp classes App cat").input(much.toString()).run();
    assertThat(result.out()).isEqualTo(much.toString());
    assertThat(result.code()).isZero();
  }

  @Test
  void aClientThatDiesInterruptsItsProgram() throws Exception {
    for (ClientKind client : ClientKind.values()) {
      String name = "orphan-" + client.name();
      Process process = metaproc(client, "run --name " + name + " -cp classes App serve").start();
      awaitLog(name, "serving");
      process.destroyForcibly();
      assertThat(started("wait " + name)).isEqualTo("130");
      assertThat(run("logs " + name).out()).isEqualTo("serving\nhook\n");
    }
  }

  @Test
  void theJvmClientForwardsCtrlCAndReportsTheEnd() throws Exception {
    CommandRun command = metaproc(ClientKind.JVM, "run --name forwarded -cp classes App serve");
    Process process = command.start();
    awaitLog("forwarded", "serving");
    new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
    Result result = command.finish(process);
    assertThat(result.out()).isEqualTo("serving\nhook\n");
    assertThat(result.code()).isEqualTo(130);
  }

  @Test
  void aDetachedProgramIsListedLoggedStoppedAndForgotten() throws Exception {
    assertThat(started("run -d --name web -cp classes App serve")).isEqualTo("web");
    awaitLog("web", "serving");
    assertThat(started("ps"))
        .containsPattern("web +[0-9a-f]{12} +\\d+ +Up .* -cp classes App serve");
    assertThat(started("ps --format json")).contains("\"name\":\"web\",\"state\":\"RUNNING\"");
    assertThat(started("ps -q").lines()).contains("web");
    assertThat(started("stop web")).isEqualTo("web");
    assertThat(started("ps -q").lines()).doesNotContain("web");
    assertThat(started("ps -a")).containsPattern("web .* Exited \\(143\\) .* ago");
    assertThat(started("logs web")).isEqualTo("serving\nhook");
    assertThat(started("logs -t -n 1 web")).matches("\\d{4}-\\d\\d-\\d\\dT\\S+Z hook");
    assertThat(started("start web")).isEqualTo("web");
    assertThat(started("restart -t 20s web")).isEqualTo("web");
    assertThat(started("rm -f web")).isEqualTo("web");
    Result gone = run("logs wob");
    assertThat(gone.err()).startsWith("metaproc: no program is called wob");
    assertThat(gone.code()).isEqualTo(127);
  }

  @Test
  void signalsEndAProgramAsTheyWouldAProcess() throws Exception {
    for (String[] each :
        new String[][] {{"INT", "130"}, {"TERM", "143"}, {"HUP", "129"}, {"KILL", "137"}}) {
      String name = "signalled-" + each[0];
      started("run -d --name " + name + " -cp classes App serve");
      awaitLog(name, "serving");
      started("kill -s " + each[0] + " " + name);
      assertThat(started("wait " + name)).isEqualTo(each[1]);
      assertThat(started("logs " + name))
          .isEqualTo(each[0].equals("KILL") ? "serving" : "serving\nhook");
    }
  }

  @Test
  void aProgramThatHandlesASignalIsNotStoppedByIt() throws Exception {
    started("run -d --name handler -cp classes App handler");
    awaitLog("handler", "handles");
    for (String signal : List.of("HUP", "USR1", "USR2")) {
      started("kill -s " + signal + " handler");
      awaitLog("handler", "got SIG" + signal + "\n");
    }
    assertThat(started("ps -q -f name=handler -f status=running")).isEqualTo("handler");
    started("rm -f handler");
    started("run -d --name unhandled -cp classes App serve");
    awaitLog("unhandled", "serving");
    started("kill -s USR2 unhandled"); // the JVM's own, which goes on
    started("kill -s USR1 unhandled");
    assertThat(started("wait unhandled")).isEqualTo("138");
    assertThat(started("logs unhandled")).isEqualTo("serving");
  }

  @Test
  void aMainClassOfTheJdkHasAJvmOfItsOwn() throws Exception {
    assertThat(started("run --name compiler -m jdk.compiler/com.sun.tools.javac.Main -version"))
        .isEqualTo("javac " + Runtime.version().toString().replaceFirst("[+-].*", ""));
    assertThat(started("logs compiler")).startsWith("javac ");
    Result wrong = run("run com.sun.tools.javac.Main Nowhere.java");
    assertThat(wrong.err()).contains("file not found: Nowhere.java");
    assertThat(wrong.code()).isEqualTo(2);
    Result input =
        metaproc("run --rm java -m java.base/sun.security.tools.keytool.Main -printcert")
            .input("nonsense")
            .run();
    assertThat(input.out()).contains("Failed to parse input");
    assertThat(input.code()).isEqualTo(1);
  }

  @Test
  void aJvmOfItsOwnIsSignalledAndInspectedAsAnyProgram() throws Exception {
    started("run -d --name web2 -m jdk.httpserver/sun.net.httpserver.simpleserver.Main -p 0");
    awaitLog("web2", "URL http");
    assertThat(started("inspect web2")).contains("process: its main class is the JDK's");
    assertThat(started("threads web2")).contains("HTTP-Dispatcher");
    started("kill -s STOP web2");
    started("kill -s CONT web2");
    Result inside = run("exec web2 Other");
    assertThat(inside.err())
        .isEqualTo(
            "metaproc: program web2 runs in a JVM of its own: start another (metaproc run)\n");
    started("stop web2");
    assertThat(started("wait web2")).isEqualTo("143");
  }

  @Test
  @SuppressWarnings("BanJNDI") // the address is this test's own
  void aManagementPortIsOpenedInAJvmOfItsOwn() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    String agent = "-Dcom.sun.management.jmxremote";
    started(
        "run -d --name managed %s.port=%d %s.authenticate=false %s.ssl=false -cp classes App serve"
            .formatted(agent, port, agent, agent));
    awaitLog("managed", "serving");
    assertThat(started("inspect managed")).contains("process: its management agent is a JVM's");
    JMXServiceURL url =
        new JMXServiceURL("service:jmx:rmi:///jndi/rmi://localhost:" + port + "/jmxrmi");
    try (JMXConnector connector = JMXConnectorFactory.connect(url)) {
      assertThat(connector.getMBeanServerConnection().getDefaultDomain()).isNotEmpty();
    }
    started("rm -f managed");
  }

  @Test
  void logsAndStatsAreOfWhatIsAskedFor() throws Exception {
    started("run --name said -cp classes App show 0");
    String all = started("logs said");
    assertThat(all).isNotEmpty();
    for (String options : List.of("-n all", "--since 2000-01-31", "--since 1000000000")) {
      assertThat(started("logs " + options + " said")).isEqualTo(all);
    }
    for (String options :
        List.of("-n 0", "--since 2999-01-31T12:00:00", "--since 9999-01-31T12:00:00+01:00")) {
      assertThat(started("logs " + options + " said")).isEmpty();
    }
    assertThat(run("logs --since soon said").err())
        .contains("'soon' is no time (write 10m, 2026-01-31, 2026-01-31T12:00:00Z or 1769860800)");
    assertThat(run("logs --since 2026-13-31 said").err()).contains("'2026-13-31' is no time");
    assertThat(run("logs -n -1 said").err())
        .contains("'-1' is neither a number of lines nor all (metaproc logs --help says how)");
    started("run -d --name counted-a -cp classes App serve");
    started("run -d --name counted-b -cp classes App serve");
    assertThat(started("stats --no-stream counted-b").lines().skip(1))
        .singleElement()
        .asString()
        .startsWith("counted-b ");
    assertThat(run("stats --no-stream counted-c").code()).isEqualTo(127);
    started("rm -f counted-*");
  }

  @Test
  void limitsOfNothingAreRefused() throws Exception {
    for (String option : List.of("--max-cpu", "--max-allocation", "--max-time")) {
      assertThat(run("run " + option + " 0 -cp classes App serve").err())
          .isEqualTo("metaproc: " + option + " 0 must be more than 0: leave it out for no limit\n");
    }
    assertThat(run("run --ready-tcp 65536 -cp classes App serve").err())
        .isEqualTo("metaproc: --ready-tcp 65536 must be between 1 and 65535\n");
  }

  @Test
  void quitPrintsTheThreads() throws Exception {
    started("run -d --name quitted -cp classes App serve");
    awaitLog("quitted", "serving");
    started("kill -s QUIT quitted");
    awaitLog("quitted", "at App.main(App.java:");
    assertThat(started("ps -q")).contains("quitted");
    started("rm -f quitted");
  }

  @Test
  void aProgramThatIgnoresTermIsKilledWhenItsTimeIsUp() throws Exception {
    started("run -d --name stubborn -cp classes App stubborn");
    awaitLog("stubborn", "serving");
    started("stop -t 100ms stubborn");
    assertThat(started("wait stubborn")).isEqualTo("137");
  }

  @Test
  void aProgramThatClosesItsOutputKeepsItsClient() throws Exception {
    Result result = run("run --rm -cp classes App mute");
    assertThat(result.err()).isEqualTo("still here\n");
    assertThat(result.code()).isZero();
  }

  @Test
  void aProgramCannotFillTheDiskWithItsLog() throws Exception {
    started("run -d --name flood -cp classes App flood");
    assertThat(started("wait flood")).isEqualTo("0");
    String id =
        started("ps -a --format json")
            .lines()
            .filter(l -> l.contains("flood"))
            .findFirst()
            .orElseThrow();
    Matcher matcher = Pattern.compile("\"id\":\"([0-9a-f]+)\"").matcher(id);
    assertThat(matcher.find()).isTrue();
    Path log = dir.resolve("state/default").resolve(matcher.group(1));
    assertThat(Files.size(log.resolve("output.log"))).isLessThanOrEqualTo(10 << 20);
    assertThat(Files.size(log.resolve("output.log.1"))).isLessThanOrEqualTo(10 << 20);
    started("rm flood");
    assertThat(log).doesNotExist();
  }

  @Test
  void anAttachedClientTypesAndHearsTheEnd() throws Exception {
    started("run -d -i --name talker -cp classes App echo");
    awaitLog("talker", "ready");
    Result result = metaproc("attach talker").input("hello\nend\n").run();
    assertThat(result.out()).isEqualTo("echo hello\necho end\n");
    assertThat(result.code()).isEqualTo(9);
    Result late = run("attach talker");
    assertThat(late.err())
        .isEqualTo(
            "metaproc: program talker does not run, or keeps no log: see metaproc logs talker\n");
    assertThat(late.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void theDetachKeysEndTheAttachmentAndNotTheProgram(ClientKind client) throws Exception {
    String name = "kept-" + client.name().toLowerCase(Locale.ROOT);
    started("run -d -i --name " + name + " -cp classes App echo");
    awaitLog(name, "ready");
    CommandRun attach = metaproc(client, "attach --detach-keys ctrl-x,q " + name);
    Process process = attach.input("ctrl-x: \030 \030q unheard\n").start();
    assertThat(attach.finish(process))
        .isEqualTo(new Result(0, "", "metaproc: detached: " + name + " runs on\n"));
    Result second = metaproc(client, "attach " + name).input("\020\021end\nend\n").run();
    assertThat(second) // no terminal: whatever the bytes are, they are data
        .isEqualTo(new Result(9, "echo ctrl-x: \030 \020\021end\necho end\n", ""));
  }

  @ParameterizedTest
  @EnumSource
  void aTerminalDetachesWithControlPAndControlQ(ClientKind client) throws Exception {
    String name = "typed-" + client.name().toLowerCase(Locale.ROOT);
    started("run -d -i --name " + name + " -cp classes App echo");
    awaitLog(name, "ready");
    Path keys = dir.resolve(name + ".keys");
    assertThat(CommandRun.shell(dir, dir, "mkfifo " + keys).run().code()).isZero();
    CommandRun attach =
        in(
            client,
            CommandRun.shell(
                dir,
                dir,
                "script -qec '%s attach %s; echo code $?; stty -a' /dev/null < %s"
                    .formatted(CommandRun.ROOT.resolve("bin/metaproc"), name, keys)));
    Process process = attach.start();
    try (OutputStream typed = Files.newOutputStream(keys)) {
      // the terminal shows what is typed; typed again until somebody listens
      await()
          .until(
              () -> {
                typed.write("hello\n".getBytes(StandardCharsets.UTF_8));
                return attach.out().contains("echo hello");
              });
      typed.write(new byte[] {'p' & 0x1f, 'q' & 0x1f});
      await().until(() -> attach.out().contains("code"));
    }
    attach.finish(process);
    assertThat(attach.out()).contains("echo hello", "detached: " + name + " runs on", "code 0");
    assertThat(attach.out()).contains(" ixon"); // the terminal is as it was
    assertThat(started("ps")).contains(name);
    started("rm -f " + name);
  }

  @Test
  void followedLogsEndWithTheProgram() throws Exception {
    started("run -d --name followed -cp classes App serve");
    awaitLog("followed", "serving");
    CommandRun follow = metaproc("logs -f followed");
    Process process = follow.start();
    await().until(() -> follow.out().equals("serving\n"));
    started("stop followed");
    assertThat(follow.finish(process)).isEqualTo(new Result(0, "serving\nhook\n", ""));
  }

  @Test
  void aProgramThatFailsIsStartedAgainUntilItsPolicyGivesUp() throws Exception {
    started("run -d --name looper --restart on-failure:1 -cp classes App fail");
    assertThat(started("wait looper")).isEqualTo("1");
    assertThat(started("ps -a"))
        .containsPattern(
            "looper .* Failed \\(1\\) .* ago, failed 2 times in a row, the policy is on-failure:1");
    assertThat(run("logs looper").err().lines().filter(l -> l.contains("on purpose"))).hasSize(2);
    started("run -d --name forever --restart always -cp classes App show 0");
    await().until(() -> run("ps").out().contains("Restarting (0)"));
    started("stop forever");
    assertThat(started("ps -a")).containsPattern("forever .* Exited \\(0\\)");
  }

  @Test
  void whatCannotRunIsSaidInOneLine() throws Exception {
    assertThat(run("run -cp classes Nix"))
        .satisfies(
            result -> {
              assertThat(result.err()).startsWith("metaproc: no class Nix on the class path");
              assertThat(result.code()).isEqualTo(127);
            });
    assertThat(run("run missing.jar").code()).isEqualTo(127);
    Files.writeString(dir.resolve("text.jar"), "no zip");
    assertThat(run("run text.jar").code()).isEqualTo(126);
    assertThat(run("run --nmae x -cp classes App"))
        .isEqualTo(
            new Result(
                2,
                "",
                "metaproc: java option '--nmae' is refused: metaproc run does not know it (options"
                    + " of metaproc run go before 'java')\n"));
    assertThat(run("run --restart sometimes -cp classes App"))
        .isEqualTo(
            new Result(
                2,
                "",
                "metaproc: restart policy 'sometimes' is none of no, on-failure,"
                    + " on-failure:RETRIES and always\n"));
    assertThat(run("kill -s WINCH x").err())
        .isEqualTo(
            "metaproc: signal 'WINCH' is none of HUP, INT, QUIT, KILL, USR1, USR2, TERM, CONT,"
                + " STOP\n");
    assertThat(run("fly").err())
        .isEqualTo("metaproc: unknown command 'fly': metaproc --help lists the commands\n");
    assertThat(run("stat x").err())
        .isEqualTo("metaproc: unknown command 'stat': did you mean 'start'?\n");
  }

  @Test
  void aNameCanBeTakenOnce() throws Exception {
    started("run -d --name taken -cp classes App serve");
    Result second = run("run -d --name taken -cp classes App serve");
    assertThat(second.err())
        .matches(
            "metaproc: name taken is taken by program [0-9a-f]{12} \\(running\\): choose another"
                + " with --name, or remove that one \\(metaproc rm taken\\)\n");
    assertThat(second.code()).isEqualTo(2);
    assertThat(run("rm taken").err())
        .isEqualTo(
            "metaproc: program taken runs: stop it first (metaproc stop taken), or use rm -f\n");
    started("rm -f taken");
  }

  @Test
  void whatCrossesItsLimitIsStoppedAndTheReasonKept() throws Exception {
    started("run -d --name crowd --max-threads 10 -cp classes App threads");
    started("run -d --name full --max-threads 10 --limit-policy report -cp classes App threads");
    awaitError("full", "unable to create native thread: program full has 10 threads");
    started("rm -f full");
    started("run -d --name glutton --max-allocation 100m -cp classes App allocate");
    started("run -d --name burner --max-cpu 500ms -cp classes App allocate");
    started("run -d --name slow --max-time 1s -cp classes App serve");
    started("run -d --name told --max-time 1s --limit-policy report -cp classes App serve");
    for (String name : List.of("crowd", "glutton", "burner", "slow")) {
      assertThat(started("wait " + name)).isIn("143", "137");
    }
    assertThat(started("ps -a"))
        .containsPattern("crowd .* Exited .* has 10 threads and wanted one more")
        .containsPattern("glutton .* has allocated \\d+ bytes, the limit is 104857600")
        .containsPattern("burner .* has used \\d+ ms of processor time, the limit is 500 ms")
        .containsPattern("slow .* has run \\d+ ms altogether, the limit is 1000 ms");
    await().until(() -> run("ps").out().contains("has run"));
    assertThat(started("ps")).containsPattern("told .* Up .* has run \\d+ ms altogether");
    assertThat(started("stats --no-stream --format json"))
        .containsPattern("\\{\"name\":\"told\",\"id\":\"\\w+\",\"usage\":\\{\"cpu\":\"PT");
    assertThat(started("top")).contains("divided by ALLOCATED", "told ");
    started("rm -f told");
  }

  @Test
  void execRunsAClassWithinAProgramForItsOwnClient() throws Exception {
    started("run -d --name box -cp classes App serve");
    awaitLog("box", "serving");
    assertThat(run("exec box Tell")).isEqualTo(new Result(0, "calls=2 []\n", "complaint\n"));
    assertThat(run("logs box").out()).isEqualTo("serving\n");
    assertThat(run("exec box Nix"))
        .isEqualTo(
            new Result(127, "", "metaproc: no class Nix on the class path of program box\n"));
    assertThat(run("exec box Tell 6").code()).isEqualTo(6);
    assertThat(started("wait box")).isEqualTo("6");
    assertThat(run("exec box Tell"))
        .isEqualTo(new Result(2, "", "metaproc: program box does not run: metaproc start box\n"));
  }

  @Test
  void aStoppedProgramIsHeldUntilItMayGoOn() throws Exception {
    started("run -d --name ticker -cp classes App tick");
    awaitLog("ticker", "tick 3\n");
    started("kill -s STOP ticker");
    assertThat(started("ps")).containsPattern("ticker .* Up .* \\(Paused\\)");
    assertThat(started("ps -q --filter status=paused")).isEqualTo("ticker");
    String held = started("logs -n 1 ticker");
    assertThat(run("run --rm -cp classes App show 4").code()).isEqualTo(4); // the others run
    assertThat(run("exec ticker Tell").err())
        .isEqualTo(
            "metaproc: program ticker is stopped: let it go on (metaproc kill -s CONT ticker)\n");
    assertThat(started("logs -n 1 ticker")).isEqualTo(held);
    started("kill -s CONT ticker");
    await().atMost(Duration.ofSeconds(60)).until(() -> !started("logs -n 1 ticker").equals(held));
    started("kill -s STOP ticker");
    started("stop -t 100ms ticker");
    assertThat(started("wait ticker")).isEqualTo("137"); // TERM waits, KILL does not
    started("run -d --name threads -cp classes App virtual");
    awaitLog("threads", "serving");
    assertThat(run("kill -s STOP threads"))
        .isEqualTo(
            new Result(
                2,
                "",
                "metaproc: program threads cannot be suspended: it has virtual threads, and holding"
                    + " one would hold the other programs' as well (it runs on; metaproc stop"
                    + " threads ends it)\n"));
    started("rm -f threads");
  }

  @Test
  void psShowsWhatIsAskedFor() throws Exception {
    started("run -d --name filter-a -cp classes App serve");
    started("run -d --name filter-b -cp classes App show 7");
    assertThat(started("wait filter-b")).isEqualTo("7");
    assertThat(started("ps -q --filter name=filter*")).isEqualTo("filter-a");
    assertThat(started("ps -q --filter exited=7 -f name=filter*")).isEqualTo("filter-b");
    assertThat(started("ps -a -q -f name=filter-a -f name=filter-b -f status=running"))
        .isEqualTo("filter-a");
    assertThat(run("ps --filter nam=x").err())
        .isEqualTo("metaproc: --filter 'nam=x': did you mean name?\n");
    assertThat(run("ps --filter status=up").err())
        .isEqualTo(
            "metaproc: --filter 'status=up': a status is one of created, running, stopping,"
                + " backoff, exited, fatal, paused\n");
    assertThat(run("ps --filter name").code()).isEqualTo(2);
    started("rm -f filter-a filter-b");
  }

  /** The pseudo-terminal that {@code script} makes here has neither lines nor columns. */
  @Test
  void topIsLiveOnATerminalOfUnknownSize() throws Exception {
    started("run -d --name watched -cp classes App serve");
    Path said = dir.resolve("top.txt");
    String top = "stty rows 0 cols 0; exec " + CommandRun.ROOT.resolve("bin/metaproc") + " top";
    ProcessBuilder terminal =
        new ProcessBuilder("script", "-qefc", top, "/dev/null")
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    terminal.environment().put("METAPROC_RUNTIME_DIR", dir.resolve("run").toString());
    terminal.environment().put("METAPROC_STATE_DIR", dir.resolve("state").toString());
    Process process = terminal.start();
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.readString(said).split("watched ", -1).length > 2);
    } finally {
      process.destroy();
    }
    started("rm -f watched");
  }

  @Test
  void whoForcesDoesNotMindWhatIsGoneAlready() throws Exception {
    started("run -d --name gone-a -cp classes App serve");
    assertThat(run("rm gone-a gone-b").code()).isEqualTo(127);
    assertThat(run("rm -f gone-b gone-a"))
        .isEqualTo(
            new Result(
                0, "gone-a\n", "metaproc: no program is called gone-b: did you mean gone-a?\n"));
  }

  @Test
  void whatIsToKeepNothingIsForgottenWhenItEnds() throws Exception {
    started("run -d --rm --name brief -cp classes App serve");
    assertThat(started("restart brief")).isEqualTo("brief");
    assertThat(started("ps -q -f name=brief")).isEqualTo("brief");
    assertThat(started("stop brief")).isEqualTo("brief");
    assertThat(started("ps -a -q -f name=brief")).isEmpty();
    assertThat(started("run -d --rm --name brief -cp classes App serve")).isEqualTo("brief");
    assertThat(started("rm -f brief")).isEqualTo("brief");
    assertThat(started("ps -a -q -f name=brief")).isEmpty();
  }

  @Test
  void usageCountsClassesSocketsAndFiles() throws Exception {
    started("run -d --name opener --isolation loader -cp classes App open");
    awaitLog("opener", "serving");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                started("stats --no-stream --format json")
                    .contains("\"classes\":1,\"sockets\":2,\"files\":1"));
    assertThat(started("top"))
        .contains("HEAP~ is an estimate", "CLASSES   SOCKETS   FILES")
        .containsPattern("opener .* 1 +2 +1 +.*second");
    started("rm -f opener");
  }

  @Test
  void theKernelIsToldOfNiceAndProcessors() throws Exception {
    assertThat(run("run --rm --nice 7 --cpus 0 -cp classes App kernel").out())
        .isEqualTo("nice 7\nCpus_allowed_list:\t0\n");
    assertThat(run("run --rm --name kernel --cpus 1000 -cp classes App kernel"))
        .isEqualTo(
            new Result(
                126,
                "",
                "metaproc: program kernel: --cpus 1000 is refused by the kernel: this machine has"
                    + " no such processor, or this host may not use it\n"));
    assertThat(run("run --nice 20 -cp classes App kernel").err())
        .isEqualTo("metaproc: --nice 20 must be between -20 and 19\n");
    assertThat(run("run --cpus x -cp classes App kernel").err())
        .isEqualTo("metaproc: --cpus x must be numbers and ranges below 1024, such as 0,2-3\n");
  }

  @Test
  void endedProgramsLeaveNothingInMemory() throws Exception {
    started("--host clean run --rm -cp classes App show 0");
    started("--host clean run -d --name one -cp classes App show 0");
    assertThat(started("--host clean wait one")).isEqualTo("0");
    assertThat(run("--host clean leaks")).isEqualTo(new Result(0, "", ""));
    started("--host clean host stop");
    assertThat(dir.resolve("run/clean.sock")).doesNotExist();
  }

  @Test
  void aShellCompletesCommandsOptionsAndPrograms() throws Exception {
    started("run -d --name completed -cp classes App serve");
    CommandRun bash =
        completing(
            """
            bash -c 'eval "$(metaproc completion bash)"
            compopt() { echo files; }
            ask() { COMP_WORDS=(metaproc "$@"); COMP_CWORD=$#; _metaproc; echo "${COMPREPLY[*]}"; }
            ask sta; ask kill -s K; ask logs comple; ask run --rest; ask ps --format ""; ask logs -f nob
            ask run --rm -cp ""'
            """);
    assertThat(bash.run())
        .isEqualTo(
            new Result(0, "start stats\nKILL\ncompleted\n--restart\njson table\n\nfiles\n\n", ""));
    CommandRun zsh =
        completing(
            """
            zsh -c 'compdef() { :; }; compadd() { echo "${(@P)2}"; }; _files() { echo files; }
            eval "$(metaproc completion zsh)"
            ask() { words=(metaproc "$@"); CURRENT=$(( $# + 1 )); _metaproc; }
            ask sta; ask logs comple; ask logs -f nob; ask run --rm -cp ""'
            """);
    assertThat(zsh.run()).isEqualTo(new Result(0, "start stats\ncompleted\nfiles\n", ""));
    CommandRun fish =
        completing(
            """
            fish -c 'metaproc completion fish | source
            complete -C "metaproc sta"; complete -C "metaproc logs comple"
            complete -C "metaproc logs -f classes.s"; complete -C "metaproc run --rm -cp classes.s"'
            """);
    assertThat(fish.run()).isEqualTo(new Result(0, "start\nstats\ncompleted\nclasses.src/\n", ""));
    assertThat(run("completion tcsh"))
        .isEqualTo(
            new Result(2, "", "metaproc: completion tcsh: the shell must be bash, zsh or fish\n"));
    assertThat(run("--host nobody __complete st").out()).isEqualTo("start\nstats\nstop\n");
    assertThat(dir.resolve("run/nobody.sock")).doesNotExist(); // it starts no host
    started("rm -f completed");
  }

  private static CommandRun completing(String script) throws IOException {
    return in(ClientKind.NAILGUN, CommandRun.shell(dir, dir, script))
        .variable("PATH", CommandRun.ROOT.resolve("bin") + ":" + System.getenv("PATH"));
  }

  private static void startWithHeap(String host, String option) throws Exception {
    CommandRun start =
        metaproc(ClientKind.JVM, "--host " + host + " host start")
            .variable("METAPROC_JVM_OPTIONS", option);
    assertThat(start.run().code()).isZero();
  }

  @Test
  void whoCatchesEveryOutOfMemoryErrorIsKilled() throws Exception {
    startWithHeap("greed", "-Xmx300m");
    started("--host greed run -d --name good -cp classes App serve");
    assertThat(run("--host greed run --name greedy -cp classes App greedy").code()).isEqualTo(137);
    assertThat(started("--host greed ps -a"))
        .containsPattern("good .* Up ")
        .containsPattern("greedy .*137.*, there was no memory left; allocated most: ");
    assertThat(run("--host greed run --rm -cp classes App show 4").code()).isEqualTo(4);
    started("--host greed host stop");
  }

  @Test
  void whoFillsTheHeapIsNamedAndStopped() throws Exception {
    startWithHeap("full", "-Xmx300m");
    started("--host full run -d --name good -cp classes App serve");
    started("--host full run -d --name filler -cp classes App fill");
    // stopped by its policy, unless the collector gave up before
    assertThat(started("--host full wait filler")).isIn("143", "1");
    assertThat(started("--host full ps -a"))
        .containsPattern("good .* Up ")
        .containsPattern(
            "filler .* Exited .*, (the heap is nearly full, and it|Java heap space;) allocated"
                + " most: filler [0-9.]+ MiB");
    started("--host full host stop");
  }

  @Test
  void aHostSurvivesAProgramThatFillsTheHeap() throws Exception {
    startWithHeap("small", "-Xmx400m");
    started("--host small run -d --name good -cp classes App serve");
    started("--host small run -d --name hoarder -cp classes App hoard");
    // It dies of its own OutOfMemoryError, or is stopped because it allocated most.
    assertThat(started("--host small wait hoarder")).isIn("1", "143", "137");
    assertThat(started("--host small ps -a"))
        .containsPattern("good .* Up ")
        .containsPattern("hoarder .* Exited ");
    assertThat(run("--host small run --rm -cp classes App show 4").code()).isEqualTo(4);
    started("--host small host stop");
  }

  @Test
  void aProgramThatTakesAllMemoryAtOnceEndsAndTheHostGoesOn() throws Exception {
    startWithHeap("taken", "-Xmx300m");
    for (int i = 0; i < 3; i++) {
      // its own OutOfMemoryError, or stopped because it allocated most, if the host looked just
      // then
      assertThat(run("--host taken run --rm -cp classes App take").code()).isIn(1, 143);
      assertThat(run("--host taken run --rm -cp classes App show 4").code()).isEqualTo(4);
    }
    started("--host taken host stop");
  }

  @Test
  void twoHundredClientsAtOnceGetTheirOwn() throws Exception {
    started("host status");
    List<CommandRun> commands = new ArrayList<>();
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      CommandRun command = metaproc("run --rm -cp classes App show " + i);
      commands.add(command);
      processes.add(command.start());
    }
    for (int i = 0; i < 200; i++) {
      Result result = commands.get(i).finish(processes.get(i));
      assertThat(result.out()).startsWith("[show, " + i + "] calls=1 ");
      assertThat(result.code()).isEqualTo(i);
    }
  }

  @Test
  void aHostThatWasKilledLosesNothingItPromised() throws Exception {
    started("--host doomed run -d --name runs -cp classes App serve");
    started("--host doomed run -d --name ended -cp classes App show 5");
    assertThat(started("--host doomed wait ended")).isEqualTo("5");
    await().until(() -> run("--host doomed logs runs").out().contains("serving"));
    Matcher pid = Pattern.compile("pid (\\d+)").matcher(started("--host doomed host status"));
    assertThat(pid.find()).isTrue();
    ProcessHandle host = ProcessHandle.of(Long.parseLong(pid.group(1))).orElseThrow();
    host.destroyForcibly();
    host.onExit().join();
    assertThat(dir.resolve("run/doomed.sock")).exists();
    Path record = dir.resolve("run/doomed.json");
    String another = "\"pid\":" + ProcessHandle.current().pid(); // which got its number meanwhile
    Files.writeString(record, Files.readString(record).replaceFirst("\"pid\":\\d+", another));
    assertThat(run("--host doomed host status").code()).isEqualTo(3);
    assertThat(started("--host doomed ps -a"))
        .containsPattern("runs .* Exited \\(137\\) .* ago, its host died")
        .containsPattern("ended .* Exited \\(5\\)");
    assertThat(started("--host doomed logs runs")).isEqualTo("serving");
    assertThat(started("--host doomed logs ended")).startsWith("[show, 5] calls=1");
    started("--host doomed host stop");
  }
}
