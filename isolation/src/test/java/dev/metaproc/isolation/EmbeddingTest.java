package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ProcessBuilder}, {@code Process} and {@code clone} can do, done to programs. */
@Timeout(120)
class EmbeddingTest {
  private static final String MAIN =
      """
      import java.util.*;

      public class Main {
        static volatile int count;
        static volatile long turns;

        public static void main(String[] words) throws Exception {
          switch (words[0]) {
            case "both" -> {
              System.out.println("out");
              System.err.println("err");
            }
            case "cat" -> System.in.transferTo(System.out);
            case "sleep" -> Thread.sleep(Long.MAX_VALUE);
            case "spin" -> {
              while (true) {
                turns++;
              }
            }
            case "serve" -> {
              count = 7;
              System.out.println("serving");
              Thread.sleep(Long.MAX_VALUE);
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
            case "see" -> System.out.println(
                System.getProperty("key") + " " + System.getenv("COLOUR") + " "
                    + System.getProperty("user.dir") + " " + count);
            case "set" -> System.setProperty("key", words[1]);
          }
        }
      }
      """;

  private static final String TELL =
      """
      public class Tell {
        public static void main(String[] words) throws Exception {
          switch (words[0]) {
            case "count" -> System.out.println(++Main.count);
            case "throw" -> throw new IllegalStateException("on purpose");
            case "exit" -> System.exit(5);
          }
        }
      }
      """;

  @TempDir Path dir;
  private MetaProcess host;
  private Path classes;

  @BeforeEach
  void open() {
    host = MetaProcess.open(ApiSurface.minimal());
    classes = Compiled.in(dir, MAIN, TELL);
  }

  @AfterEach
  void close() {
    host.close();
  }

  private ProgramBuilder program(String... words) {
    return host.program().mainClass("Main").classPath(List.of(classes)).arguments(List.of(words));
  }

  private static String text(java.io.InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** The JVM's System.out is each program's own while a host is open. */
  @Test
  void theHostsOwnStreamsCanBeGivenToAProgram() throws Exception {
    host.close();
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try (MetaProcess other = MetaProcess.open(ApiSurface.minimal())) {
      Program program =
          other
              .program()
              .mainClass("Main")
              .classPath(List.of(classes))
              .arguments(List.of("see"))
              .environment(Map.of("COLOUR", "red"))
              .output(System.out)
              .error(System.err)
              .input(System.in)
              .start();
      assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      System.setOut(out);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8)).startsWith("null red ");
  }

  @Test
  void streamsAreRedirectedAsThoseOfAProcess() throws Exception {
    Path file = Files.writeString(dir.resolve("out.txt"), "before\n");
    Program appends = program("both").redirectOutput(Redirect.appendTo(file.toFile())).start();
    assertThat(text(appends.getErrorStream())).isEqualTo("err\n");
    assertThat(text(appends.getInputStream())).isEmpty();
    assertThat(appends.waitFor()).isZero();
    assertThat(file).hasContent("before\nout");
    Program merged = program("both").redirectErrorStream(true).start();
    assertThat(text(merged.getInputStream())).isEqualTo("out\nerr\n");
    assertThat(text(merged.getErrorStream())).isEmpty();
    Program reads =
        program("cat")
            .redirectInput(Redirect.from(file.toFile()))
            .redirectOutput(Redirect.to(dir.resolve("copy.txt").toFile()))
            .redirectError(Redirect.DISCARD)
            .start();
    assertThat(reads.waitFor()).isZero();
    assertThat(dir.resolve("copy.txt")).hasSameTextualContentAs(file);
    assertThatThrownBy(() -> reads.getOutputStream().write(1)).isInstanceOf(IOException.class);
  }

  @Test
  void aStreamThatCannotBeRedirectedIsSaid() {
    Path missing = dir.resolve("nix/out.txt");
    assertThatThrownBy(() -> program("both").redirectOutput(Redirect.to(missing.toFile())).start())
        .isInstanceOf(ProgramException.class)
        .hasMessage(
            "output cannot be redirected to "
                + missing
                + ": "
                + missing
                + " (No such file or directory)");
    assertThatThrownBy(() -> program("both").redirectInput(Redirect.to(missing.toFile())).start())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aChildSharesWhatIsNamedAndNothingElse() throws Exception {
    Path elsewhere = Files.createDirectory(dir.resolve("elsewhere"));
    Program parent =
        program("serve")
            .environment(Map.of("COLOUR", "blue"))
            .property("key", "value")
            .directory(elsewhere)
            .start();
    Program stranger = program("see").environment(Map.of()).start();
    assertThat(text(stranger.getInputStream()))
        .isEqualTo("null null " + Path.of("").toAbsolutePath() + " 0\n");
    Program child =
        program("see").parent(parent, Share.ENVIRONMENT, Share.DIRECTORY, Share.PROPERTIES).start();
    assertThat(text(child.getInputStream())).isEqualTo("value blue " + elsewhere + " 0\n");
    program("set", "changed").parent(parent, Share.PROPERTIES).start().waitFor();
    assertThat(parent.property("key")).contains("changed");
    program("set", "own").parent(parent).start().waitFor();
    assertThat(parent.property("key")).contains("changed");
  }

  @Test
  void aChildMayShareStreamsAndTheEnd() throws Exception {
    Program parent = program("serve").start();
    Program child = program("sleep").parent(parent, Share.END).start();
    assertThat(child.toHandle().parent()).contains(parent.toHandle());
    assertThat(parent.children()).containsExactly(child.toHandle());
    assertThat(parent.toHandle().descendants()).containsExactly(child.toHandle());
    program("both").parent(parent, Share.STREAMS).start().waitFor();
    parent.destroy();
    assertThat(text(parent.getInputStream())).isEqualTo("serving\nout\n");
    assertThat(child.waitFor()).isEqualTo(137);
    assertThat(child.toHandle().parent()).contains(ProcessHandle.current());
  }

  @Test
  void aChildThatSharesClassesSeesTheParentsStatics() throws Exception {
    Program parent = program("serve").start();
    assertThat(parent.inputReader().readLine()).isEqualTo("serving");
    Path plugin =
        Compiled.in(
            Files.createDirectory(dir.resolve("plugin")),
            """
            public class Plugin {
              static int own;

              public static void main(String[] words) throws Exception {
                Class<?> main = Class.forName("Main");
                var count = main.getDeclaredField("count");
                count.setAccessible(true);
                System.out.println(count.get(null) + " " + own++);
                count.set(null, 8);
                System.exit(3);
              }
            }
            """);
    ProgramBuilder plugins =
        host.program().mainClass("Plugin").classPath(List.of(plugin)).parent(parent, Share.CLASSES);
    Program first = plugins.start();
    assertThat(text(first.getInputStream())).isEqualTo("7 0\n");
    assertThat(first.waitFor()).isEqualTo(3);
    assertThat(text(plugins.start().getInputStream())).isEqualTo("8 0\n");
    assertThat(parent.isAlive()).isTrue();
  }

  @Test
  void anotherMainClassRunsWithinAProgram() throws Exception {
    Program program = program("serve").start();
    assertThat(program.inputReader().readLine()).isEqualTo("serving");
    assertThat(program.execute("Tell", List.of("count"), Runnable::run).get()).isZero();
    assertThat(program.execute("Tell", List.of("count"), Runnable::run).get()).isZero();
    assertThat(program.inputReader().readLine()).isEqualTo("8");
    assertThat(program.inputReader().readLine()).isEqualTo("9");
    assertThat(program.execute("Tell", List.of("throw"), Runnable::run).get()).isEqualTo(1);
    assertThat(program.errorReader().readLine())
        .isEqualTo("Exception in thread \"exec Tell\" java.lang.IllegalStateException: on purpose");
    assertThatThrownBy(() -> program.execute("Nix", List.of(), Runnable::run))
        .hasMessage("no class Nix on the class path of program Main");
    assertThat(program.execute("Tell", List.of("exit"), Runnable::run).get(60, TimeUnit.SECONDS))
        .isEqualTo(5);
    assertThat(program.waitFor()).isEqualTo(5);
    assertThatThrownBy(() -> program.execute("Tell", List.of(), Runnable::run))
        .hasMessage("program Main has ended");
  }

  private static Duration cpu(Program program) {
    return program.info().totalCpuDuration().orElseThrow();
  }

  @Test
  void aSuspendedProgramUsesNoProcessorUntilItIsResumed() throws Exception {
    Program program = program("spin").start();
    await().atMost(Duration.ofSeconds(60)).until(() -> cpu(program).toMillis() > 20);
    program.suspend();
    assertThat(program.isSuspended()).isTrue();
    Duration held = cpu(program);
    Program other = program("both").start();
    assertThat(other.waitFor()).isZero();
    program.destroy(); // waits, as TERM does for a stopped process
    assertThat(cpu(program)).isEqualTo(held);
    assertThat(program.isAlive()).isTrue();
    program.resume();
    assertThat(program.waitFor()).isEqualTo(143);
    Program killed = program("spin").start();
    killed.suspend();
    killed.destroyForcibly();
    assertThat(killed.waitFor()).isEqualTo(137);
    assertThat(killed.survivors()).isEmpty();
  }

  @Test
  void aProgramWithVirtualThreadsIsNotSuspended() throws Exception {
    Program program = program("virtual").start();
    assertThat(program.inputReader().readLine()).isEqualTo("serving");
    assertThatThrownBy(program::suspend)
        .hasMessage(
            "program Main cannot be suspended: it has virtual threads, and holding one would hold"
                + " the other programs' as well");
    assertThat(program.isSuspended()).isFalse();
  }

  @Test
  void aThreadTooManyFailsInsideTheProgramOnly() throws Exception {
    AtomicInteger refusals = new AtomicInteger();
    Path crowd =
        Compiled.in(
            Files.createDirectory(dir.resolve("crowd")),
            """
            import java.util.concurrent.*;

            public class Crowd {
              public static void main(String[] words) throws Exception {
                ExecutorService pool = Executors.newFixedThreadPool(10);
                try {
                  for (int i = 0; i < 10; i++) {
                    pool.submit(() -> Thread.sleep(Long.MAX_VALUE), null);
                  }
                } catch (OutOfMemoryError e) {
                  System.out.println(e.getMessage());
                }
                try {
                  new Thread(() -> {}).start();
                } catch (OutOfMemoryError e) {
                  System.out.println(e.getMessage());
                }
                Thread.ofVirtual().start(() -> {}).join();
                System.exit(0);
              }
            }
            """
                .replace("submit(() -> Thread.sleep(Long.MAX_VALUE), null)", "submit(Crowd::rest)")
                .replace(
                    "public static void main",
                    "static Object rest() throws Exception { Thread.sleep(Long.MAX_VALUE); return"
                        + " null; }\n  public static void main"));
    ProgramBuilder builder =
        host.program()
            .mainClass("Crowd")
            .classPath(List.of(crowd))
            .maxThreads(4, refusals::incrementAndGet);
    String refused =
        "unable to create native thread: program Crowd has 4 threads, and may have 4\n";
    assertThat(text(builder.start().getInputStream())).isEqualTo(refused + refused);
    assertThat(refusals).hasValue(2);
    assertThatThrownBy(() -> builder.maxThreads(0, () -> {}))
        .hasMessage("maxThreads=0 must be positive");
  }
}
