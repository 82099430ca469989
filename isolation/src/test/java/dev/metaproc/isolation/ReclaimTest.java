package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.metaproc.isolation.jdk.JdkState;
import java.lang.ref.WeakReference;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a kernel takes back when a process ends is taken back from a program, too. */
@Timeout(120)
class ReclaimTest {
  @TempDir static Path directory;
  private static Path classes;
  private final MetaProcess host = MetaProcess.open(ApiSurface.minimal());

  @BeforeAll
  static void compile() {
    classes =
        Compiled.in(
            directory,
            """
            import com.sun.net.httpserver.HttpServer;
            import java.io.*;
            import java.net.*;
            import java.nio.channels.*;
            import java.nio.file.*;
            import java.util.*;
            import java.util.concurrent.*;

            public class Main {
              static final List<Object> KEPT = new ArrayList<>();

              static class OwnServer extends ServerSocket {
                OwnServer(int port) throws IOException { super(port); }
              }

              static void hold(String what, int port) throws Exception {
                InetSocketAddress address = new InetSocketAddress(port);
                switch (what) {
                  case "ServerSocket" -> new ServerSocket(port);
                  case "subclass" -> new OwnServer(port);
                  case "bindLater" -> { ServerSocket s = new ServerSocket(); s.bind(address); KEPT.add(s); }
                  case "constructorReference" -> {
                    Callable<ServerSocket> make = () -> new ServerSocket(port);
                    KEPT.add(make.call());
                  }
                  case "ServerSocketChannel" -> ServerSocketChannel.open().bind(address);
                  case "forgottenChannel" -> {
                    ServerSocketChannel.open().bind(address);
                    for (int i = 0; i < 3; i++) System.gc();
                  }
                  case "asynchronous" -> KEPT.add(AsynchronousServerSocketChannel.open().bind(address));
                  case "HttpServer" -> {
                    HttpServer server = HttpServer.create(address, 0);
                    server.createContext("/", exchange -> exchange.close());
                    server.start();
                  }
                  case "acceptor" -> {
                    ServerSocket s = new ServerSocket(port);
                    Thread t = new Thread(() -> {
                      while (true) try { KEPT.add(s.accept()); } catch (IOException e) { }
                    });
                    t.setDaemon(true);
                    t.start();
                    KEPT.add(new Socket("localhost", s.getLocalPort()));
                  }
                  case "executor" -> KEPT.add(Executors.newSingleThreadExecutor(task -> new Thread(task)));
                  case "datagram" -> KEPT.add(new DatagramSocket(port));
                  default -> throw new IllegalArgumentException(what);
                }
              }

              public static void main(String[] args) throws Exception {
                switch (args[0]) {
                  case "port" -> { hold(args[1], Integer.parseInt(args[2])); System.exit(0); }
                  case "keep" -> dev.metaproc.api.ServiceContext.current().service(List.class).add(new Main());
                  case "wait" -> Thread.sleep(100_000);
                  case "lock" -> {
                    FileChannel channel = FileChannel.open(Path.of(args[1]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    KEPT.add(channel.lock());
                    KEPT.add(channel);
                  }
                  case "files" -> {
                    for (int i = 0; i < 100; i++) {
                      KEPT.add(new FileOutputStream(args[1] + i));
                      KEPT.add(Files.newByteChannel(Path.of(args[1] + i)));
                      KEPT.add(Selector.open());
                      KEPT.add(Pipe.open());
                    }
                    new File(args[1] + "doomed").createNewFile();
                    new File(args[1] + "doomed").deleteOnExit();
                  }
                  case "unflushed" -> {
                    Writer writer = new FileWriter(args[1]);
                    writer.write("buffered");
                    KEPT.add(writer);
                  }
                }
              }
            }
            """);
  }

  @AfterEach
  void closeHost() {
    host.close();
  }

  private Program start(String... arguments) throws Exception {
    return host.program()
        .classPath(List.of(classes))
        .mainClass("Main")
        .killTimeout(Duration.ofSeconds(60))
        .arguments(List.of(arguments))
        .start();
  }

  private static void assertEnds(Program program) throws Exception {
    assertThat(program.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(program.errorReader().readAllLines()).isEmpty();
    assertThat(program.exitValue()).isZero();
    assertThat(program.survivors()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ServerSocket",
        "subclass",
        "bindLater",
        "constructorReference",
        "ServerSocketChannel",
        "forgottenChannel",
        "asynchronous",
        "HttpServer",
        "acceptor",
        "datagram"
      })
  void theNextProgramBindsTheSamePortAtOnce(String what) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    for (int i = 0; i < 3; i++) {
      assertEnds(start("port", what, Integer.toString(port)));
    }
  }

  @Test
  void theNextProgramLocksTheSameFileAtOnce() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertEnds(start("lock", directory.resolve("lock").toString()));
    }
  }

  @Test
  void openFilesAndPipesAreClosedAndDoomedFilesDeleted() throws Exception {
    assertEnds(start("files", directory.resolve("warm").toString()));
    long before = descriptors();
    assertEnds(start("files", directory.resolve("file").toString()));
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(descriptors()).isLessThan(before + 50));
    assertThat(directory.resolve("filedoomed")).doesNotExist();
  }

  private static long descriptors() throws Exception {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  /** As in a JVM, which does not write what a program forgot to flush. */
  @Test
  void whatWasNotFlushedIsNotWritten() throws Exception {
    Path file = directory.resolve("unflushed");
    assertEnds(start("unflushed", file.toString()));
    assertThat(file).isEmptyFile();
  }

  @Test
  void changesOfTheJvmAreTakenBackInReverseOrder() throws Exception {
    Program program = start("wait");
    JdkState state = program.state();
    List<String> undone = Collections.synchronizedList(new ArrayList<>());
    state.journal().record("first", () -> undone.add("first"));
    state.journal().record("second", () -> undone.add("second")).cancel();
    state
        .journal()
        .record(
            "third",
            () -> {
              undone.add("third");
              throw new IllegalStateException("fails");
            });
    program.destroyForcibly();
    assertThat(program.waitFor(90, TimeUnit.SECONDS)).isTrue();
    state.journal().record("late", () -> undone.add("late"));
    assertThat(undone).endsWith("late").contains("first", "third").doesNotContain("second");
    assertThat(undone.indexOf("third")).isLessThan(undone.indexOf("first"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ServerSocketChannel", "HttpServer", "asynchronous", "acceptor", "executor"})
  void theClassLoaderIsCollected(String what) throws Exception {
    WeakReference<ClassLoader> loader = loaderOfAnEndedProgram(what);
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(loader.get()).isNull();
            });
  }

  @Test
  void aProgramThatIsKeptInMemoryIsNamed() throws Exception {
    List<Object> keeper = new ArrayList<>();
    long pid = runKept(keeper);
    assertEnds(start("port", "ServerSocket", "0"));
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              assertThat(host.leaks()).hasSize(1);
              Leak leak = host.leaks().getFirst();
              assertThat(leak.pid()).isEqualTo(pid);
              assertThat(leak.commandLine()).isEqualTo("Main keep");
              assertThat(leak.path())
                  .contains("java.util.ArrayList.elementData")
                  .endsWith("class Main.<classLoader>", ProgramLoader.class.getName());
            });
    keeper.clear();
    await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(host.leaks()).isEmpty());
  }

  private long runKept(List<Object> keeper) throws Exception {
    Program program =
        host.program()
            .classPath(List.of(classes))
            .mainClass("Main")
            .arguments(List.of("keep"))
            .service(List.class, keeper)
            .start();
    assertEnds(program);
    return program.pid();
  }

  private WeakReference<ClassLoader> loaderOfAnEndedProgram(String what) throws Exception {
    Program program = start("port", what, "0");
    WeakReference<ClassLoader> loader = new WeakReference<>(program.state().loader());
    assertThat(program.waitFor(90, TimeUnit.SECONDS)).isTrue();
    return loader;
  }
}
