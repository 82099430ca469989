package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signal handlers are for what is sent to their program. */
@Timeout(90)
class SignalTest {
  @TempDir static Path directory;
  private static Path classes;
  private final MetaProcess host = MetaProcess.open(ApiSurface.minimal());
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeAll
  static void compile() {
    classes =
        Compiled.in(
            directory,
            """
            import java.util.concurrent.*;
            import sun.misc.*;
            public class Main {
              public static void main(String[] args) throws Exception {
                if (args[0].equals("raise")) {
                  raise();
                }
                Signal.handle(new Signal("TERM"), signal -> System.out.println("not now"));
                System.out.println("ready");
                Thread.sleep(Long.MAX_VALUE);
              }
              static void raise() throws Exception {
                Semaphore handled = new Semaphore(0);
                SignalHandler handler = signal -> {
                  Thread thread = Thread.currentThread();
                  System.out.println(signal + " " + signal.getNumber() + " " + thread.getName() + " " + thread.isDaemon());
                  handled.release();
                };
                SignalHandler first = Signal.handle(new Signal("INT"), handler);
                System.out.println(first == SignalHandler.SIG_DFL);
                System.out.println(Signal.handle(new Signal("WINCH"), handler) == SignalHandler.SIG_DFL);
                System.out.println(Signal.handle(new Signal("WINCH"), handler) == handler);
                Signal.raise(new Signal("INT"));
                handled.acquire();
                Signal.class.getMethod("raise", Signal.class).invoke(null, new Signal("WINCH"));
                handled.acquire();
                Signal.handle(new Signal("TERM"), SignalHandler.SIG_IGN);
                try {
                  Signal.raise(new Signal("TERM"));
                } catch (IllegalArgumentException e) {
                  System.out.println(e.getMessage());
                }
                for (String taken : new String[] {"KILL", "SEGV", "QUIT", "NONE"}) {
                  try {
                    Signal.handle(new Signal(taken), handler);
                    System.out.println("handled " + taken);
                  } catch (IllegalArgumentException e) {
                    System.out.println(e.getMessage());
                  }
                }
                Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
                first.handle(new Signal("INT"));
              }
            }
            """);
  }

  @AfterEach
  void closeHost() {
    host.close();
  }

  private Program start(Isolation isolation, String argument) throws Exception {
    return host.program()
        .classPath(List.of(classes))
        .mainClass("Main")
        .arguments(List.of(argument))
        .isolation(isolation)
        .output(out)
        .start();
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOADER", "SHARED"})
  void aProgramHandlesWhatItRaisesAsInAJvmOfItsOwn(Isolation isolation) throws Exception {
    Program program = start(isolation, "raise");
    assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process own =
        new ProcessBuilder(java.toString(), "-cp", classes.toString(), "Main", "raise").start();
    String expected = new String(own.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(out()).isEqualTo(expected).endsWith("hook\n");
    assertThat(program.exitValue()).isEqualTo(own.waitFor()).isEqualTo(130);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOADER", "SHARED"})
  void destroyAsksTheHandlerAndForceDoesNot(Isolation isolation) throws Exception {
    Program program = start(isolation, "wait");
    Awaitility.await().until(() -> out().equals("ready\n"));
    program.destroy();
    Awaitility.await().until(() -> out().equals("ready\nnot now\n"));
    program.terminate(1);
    assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(program.exitValue()).isEqualTo(129);
    out.reset();
    Program stubborn = start(isolation, "wait");
    Awaitility.await().until(() -> out().equals("ready\n"));
    stubborn.destroyForcibly();
    assertThat(stubborn.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(stubborn.exitValue()).isEqualTo(137);
  }
}
