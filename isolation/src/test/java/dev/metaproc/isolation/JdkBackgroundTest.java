package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the JDK does in the background, on threads it keeps once per JVM, it does for each program
 * as in a JVM of its own: also for the one that comes after another has ended.
 */
@Timeout(240)
class JdkBackgroundTest {
  private static final String JDK_SAYS = "Setting deserialization filter factory to {0}";

  @TempDir static Path directory;
  private static Path classes;
  private static String expected;
  private final MetaProcess host = MetaProcess.open(ApiSurface.minimal());

  @BeforeAll
  static void compile() throws Exception {
    classes =
        Compiled.in(
            directory,
            """
            import java.io.*;
            import java.lang.management.*;
            import java.lang.ref.Cleaner;
            import java.net.*;
            import java.net.http.*;
            import java.nio.ByteBuffer;
            import java.nio.channels.*;
            import java.nio.file.*;
            import java.rmi.*;
            import java.rmi.registry.*;
            import java.rmi.server.UnicastRemoteObject;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.prefs.Preferences;
            import javax.management.*;
            import javax.management.monitor.GaugeMonitor;
            import jdk.jfr.consumer.RecordingStream;
            public class Main {
              static String mine = "nobody's";
              static Object kept;
              static final Map<String, String> said = new ConcurrentSkipListMap<>();
              static final CountDownLatch collected = new CountDownLatch(4);
              static void say(String who) {
                ClassLoader context = Thread.currentThread().getContextClassLoader();
                if (said.put(who, mine + " " + System.getProperty("own")
                    + (context == ClassLoader.getSystemClassLoader() ? "" : " with " + context)) == null
                    && who.startsWith("collection")) {
                  collected.countDown();
                }
              }
              interface Step { void run() throws Exception; }
              static void step(String name, Step step) {
                try {
                  step.run();
                } catch (Throwable e) {
                  said.put("failed: " + name, e.toString());
                  e.printStackTrace();
                }
              }
              interface Far extends Remote { void call(String where) throws RemoteException; }
              static class Near implements Far { public void call(String where) { say(where); } }
              static class Handler<T> implements CompletionHandler<T, String> {
                final CountDownLatch done = new CountDownLatch(1);
                public void completed(T result, String name) { say(name); done.countDown(); }
                public void failed(Throwable e, String name) { said.put(name, e.toString()); done.countDown(); }
              }
              public static void main(String[] args) throws Exception {
                mine = args[0];
                step("sockets", Main::sockets);
                step("files", Main::files);
                step("http", Main::http);
                step("remote", Main::remote);
                step("preferences", Main::preferences);
                step("monitor", Main::monitor);
                step("collections", Main::collections);
                said.forEach((name, value) -> System.out.println(name + ": " + value));
                System.exit(0);
              }
              static void sockets() throws Exception {
                var server = AsynchronousServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
                Handler<AsynchronousSocketChannel> handler = new Handler<>();
                server.accept("accept", handler);
                new Socket("127.0.0.1", ((InetSocketAddress) server.getLocalAddress()).getPort());
                handler.done.await();
                AsynchronousChannelGroup.withFixedThreadPool(1, Executors.defaultThreadFactory());
              }
              static void files() throws Exception {
                Path file = Files.writeString(Files.createTempFile("main", ".txt"), "hello");
                Handler<Integer> handler = new Handler<>();
                AsynchronousFileChannel.open(file, StandardOpenOption.DELETE_ON_CLOSE, StandardOpenOption.READ)
                    .read(ByteBuffer.allocate(5), 0, "read", handler);
                handler.done.await();
              }
              static void http() throws Exception {
                var server = com.sun.net.httpserver.HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
                server.createContext("/", exchange -> {
                  say("http server");
                  exchange.sendResponseHeaders(200, -1);
                  exchange.close();
                });
                server.start();
                URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
                HttpClient.newHttpClient()
                    .sendAsync(HttpRequest.newBuilder(uri).build(), info -> {
                      say("http body");
                      return HttpResponse.BodySubscribers.discarding();
                    })
                    .thenRunAsync(() -> say("http client"))
                    .get(20, TimeUnit.SECONDS);
              }
              static void remote() throws Exception {
                kept = new Near();
                Far stub = (Far) UnicastRemoteObject.exportObject((Near) kept, 0);
                Registry registry = LocateRegistry.createRegistry(Integer.getInteger("port"));
                registry.rebind("near", stub);
                ((Far) LocateRegistry.getRegistry("127.0.0.1", Integer.getInteger("port")).lookup("near")).call("remote call");
                System.out.println(stub.toString().contains("localhost"));
                System.out.println(UnicastRemoteObject.unexportObject((Near) kept, true));
              }
              static void preferences() throws Exception {
                CountDownLatch changed = new CountDownLatch(1);
                Preferences node = Preferences.userRoot().node("main");
                System.out.println("preferences: " + node.get("key", "none"));
                node.addPreferenceChangeListener(event -> { say("preferences"); changed.countDown(); });
                node.put("key", mine);
                changed.await();
              }
              static void monitor() throws Exception {
                CountDownLatch told = new CountDownLatch(1);
                GaugeMonitor monitor = new GaugeMonitor();
                monitor.setGranularityPeriod(1);
                monitor.addObservedObject(new ObjectName("java.lang:type=Threading"));
                monitor.setObservedAttribute("none");
                ManagementFactory.getPlatformMBeanServer().registerMBean(monitor, new ObjectName("main:type=monitor"));
                monitor.addNotificationListener((event, back) -> { say("monitor"); told.countDown(); }, null, null);
                monitor.start();
                told.await();
              }
              static void collections() throws Exception {
                NotificationFilter filter = event -> { say("collection filter"); return true; };
                NotificationListener never = (event, back) -> say("removed");
                for (var bean : ManagementFactory.getGarbageCollectorMXBeans()) {
                  NotificationEmitter emitter = (NotificationEmitter) bean;
                  emitter.addNotificationListener((event, back) -> say("collection " + back), filter, "told");
                  emitter.addNotificationListener(never, null, null);
                  emitter.addNotificationListener(never, filter, null);
                  emitter.removeNotificationListener(never, filter, null);
                  emitter.removeNotificationListener(never);
                  try {
                    emitter.removeNotificationListener(never);
                  } catch (ListenerNotFoundException e) {
                    System.out.println("no such listener");
                  }
                  ManagementFactory.getPlatformMBeanServer().addNotificationListener(
                      bean.getObjectName(), (NotificationListener) (event, back) -> say("collection told by server"), null, null);
                }
                Cleaner.create(Thread::new).register(new Object(), () -> {});
                Cleaner.create().register(new Object(), () -> say("cleaner"));
                RecordingStream stream = new RecordingStream();
                stream.enable("jdk.GarbageCollection");
                stream.onEvent(event -> say("collection recorded"));
                stream.startAsync();
                do {
                  System.gc();
                } while (!collected.await(100, TimeUnit.MILLISECONDS) || !said.containsKey("cleaner"));
              }
            }
            """);
    expected = inAJvmOfItsOwn();
  }

  private static String inAJvmOfItsOwn() throws Exception {
    Path error = directory.resolve("error");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    properties("first").forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(List.of("-cp", classes.toString(), "Main", "first"));
    Process own = new ProcessBuilder(command).redirectError(error.toFile()).start();
    String out = new String(own.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(own.waitFor()).as(Files.readString(error)).isZero();
    return out;
  }

  private static Map<String, String> properties(String name) throws IOException {
    return Map.of(
        "own",
        name,
        "port",
        String.valueOf(freePort()),
        "java.rmi.server.hostname",
        "localhost",
        "java.util.prefs.userRoot",
        Files.createTempDirectory(directory, "home").toString());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @AfterEach
  void closeHost() {
    host.close();
  }

  private String run(Isolation isolation, String name, Map<String, String> properties)
      throws Exception {
    return run(isolation, classes, List.of(name), properties);
  }

  private String run(
      Isolation isolation, Path from, List<String> arguments, Map<String, String> properties)
      throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ProgramBuilder builder =
        host.program()
            .classPath(List.of(from))
            .mainClass("Main")
            .arguments(arguments)
            .isolation(isolation)
            .output(out);
    properties.forEach(builder::property);
    Program program = builder.start();
    assertThat(program.waitFor(60, TimeUnit.SECONDS)).as("%s ends: %s", arguments, out).isTrue();
    return out.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOADER", "SHARED"})
  void eachProgramIsCalledAsInAJvmOfItsOwnAndNothingIsLeft(Isolation isolation) throws Exception {
    assertThat(expected).contains("http client: first first\n").doesNotContain("failed");
    Map<String, String> first = properties("first");
    assertThat(run(isolation, "first", first)).isEqualTo(expected);
    for (String name : List.of("second", "third")) {
      String own = expected.replace("first first", name + " " + name);
      assertThat(run(isolation, name, properties(name))).isEqualTo(own);
    }
    // the same port at once, and the preferences the first one kept
    assertThat(run(isolation, "first", first))
        .isEqualTo(expected.replace("preferences: none", "preferences: first"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(host.leaks()).isEmpty());
  }

  /** The second has no authenticator, and no connection of the first's to ask on. */
  @ParameterizedTest
  @EnumSource(names = {"LOADER", "SHARED"})
  void connectionsAndPasswordsAreNotLeftToOthers(Isolation isolation, @TempDir Path other)
      throws Exception {
    Path compiled =
        Compiled.in(
            other,
            """
            import java.net.*;
            public class Main {
              public static void main(String[] args) throws Exception {
                if (args.length > 1) {
                  Authenticator.setDefault(new Authenticator() {
                    @Override protected PasswordAuthentication getPasswordAuthentication() {
                      return new PasswordAuthentication("me", args[1].toCharArray());
                    }
                  });
                }
                for (int i = 0; i < 2; i++) {
                  HttpURLConnection connection = (HttpURLConnection) URI.create(args[0]).toURL().openConnection();
                  System.out.println(connection.getResponseCode());
                  (connection.getErrorStream() == null ? connection.getInputStream() : connection.getErrorStream()).readAllBytes();
                }
              }
            }
            """);
    Set<Integer> ports = ConcurrentHashMap.newKeySet();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean known = exchange.getRequestHeaders().containsKey("Authorization");
          exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"all\"");
          ports.add(exchange.getRemoteAddress().getPort());
          exchange.sendResponseHeaders(known ? 200 : 401, 1);
          exchange.getResponseBody().write('.');
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
      assertThat(run(isolation, compiled, List.of(url, "secret"), Map.of()))
          .isEqualTo("200\n200\n");
      Set<Integer> before = Set.copyOf(ports);
      ports.clear();
      assertThat(run(isolation, compiled, List.of(url), Map.of())).isEqualTo("401\n401\n");
      assertThat(ports).isNotEmpty().doesNotContainAnyElementsOf(before);
    } finally {
      server.stop(0);
    }
  }

  /** The first has them, the second has not. */
  @ParameterizedTest
  @EnumSource(names = {"LOADER", "SHARED"})
  void providersThatTheJdkLooksForOnceAreThoseOfTheClassPath(
      Isolation isolation, @TempDir Path other) throws Exception {
    classes(other.resolve("with"), "Own");
    classes(other.resolve("without"), "Nobody");
    Path services = Files.createDirectories(other.resolve("with/classes/META-INF/services"));
    Files.writeString(services.resolve("java.lang.System$LoggerFinder"), "Main$Finder");
    Files.writeString(services.resolve("java.nio.file.spi.FileTypeDetector"), "Main$Detector");
    List<String> jar = List.of(other.resolve("any.jar").toString());
    for (String each : List.of("with", "without", "with")) {
      assertThat(run(isolation, other.resolve(each).resolve("classes"), jar, Map.of()))
          .isEqualTo(
              each.equals("with")
                  ? "text/own\n/a\nOwn says hello\nOwn says " + JDK_SAYS + "\n"
                  : "null\n/a\nnobody says so\n");
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(host.leaks()).isEmpty());
  }

  private static void classes(Path directory, String name) throws IOException {
    Files.createDirectories(directory);
    Path ignored =
        Compiled.in(
            directory,
            """
            import java.nio.file.*;
            import java.util.ResourceBundle;
            public class Main {
              static boolean said;
              public static class Detector extends java.nio.file.spi.FileTypeDetector {
                public String probeContentType(Path path) { return path.toString().endsWith(".own") ? "text/own" : null; }
              }
              public static class Finder extends System.LoggerFinder {
                public System.Logger getLogger(String name, Module module) {
                  return new System.Logger() {
                    public String getName() { return name; }
                    public boolean isLoggable(Level level) { return true; }
                    public void log(Level level, ResourceBundle bundle, String text, Throwable thrown) { say(text); }
                    public void log(Level level, ResourceBundle bundle, String text, Object... with) { say(text); }
                  };
                }
              }
              static void say(String text) { said = true; System.out.println("%s says " + text); }
              public static void main(String[] args) throws Exception {
                System.out.println(Files.probeContentType(Path.of("a.own")));
                java.net.URI uri = java.net.URI.create("jar:" + Path.of(args[0]).toUri());
                FileSystems.newFileSystem(uri, java.util.Map.of("create", "true"));
                System.out.println(Path.of(java.net.URI.create(uri + "!/a")));
                java.util.logging.Logger.getLogger("").removeHandler(java.util.logging.Logger.getLogger("").getHandlers()[0]);
                System.getLogger("Main").log(System.Logger.Level.INFO, "hello");
                var own = java.util.logging.Logger.getLogger("own");
                if (!java.util.logging.LogManager.getLoggingMXBean().getLoggerNames().contains("own")) {
                  System.out.println("the bean does not know " + own);
                }
                java.io.ObjectInputFilter.Config.setSerialFilterFactory((now, next) -> next); // the JDK logs it
                if (!said) {
                  System.out.println("nobody says so");
                }
              }
            }
            """
                .formatted(name));
  }
}
