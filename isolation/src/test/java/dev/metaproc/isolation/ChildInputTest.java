package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Child processes that inherit a program's standard input take from it what they read. */
@Timeout(120)
class ChildInputTest {
  private static final String MAIN =
      """
      import java.io.*;
      import java.lang.ProcessBuilder.Redirect;

      public class Main {
        /** System.in reads ahead, which leaves its children nothing. */
        static final InputStream in = new FileInputStream(FileDescriptor.in);

        public static void main(String[] words) throws Exception {
          run("true");
          System.out.println("program " + line());
          run("read line; echo child $line");
          run("exec <&-; exec true");
          System.out.println("program " + line());
          Process idle = new ProcessBuilder("sleep", "1000").redirectInput(Redirect.INHERIT).start();
          System.out.println("program " + line());
          idle.destroy();
          idle.waitFor();
          run("cat");
          System.out.println("end " + in.read() + System.in.read());
        }

        static void run(String script) throws Exception {
          int code = new ProcessBuilder("sh", "-c", script).inheritIO().start().waitFor();
          if (code != 0) {
            throw new Exception(script + ": " + code);
          }
        }

        static String line() throws Exception {
          StringBuilder line = new StringBuilder();
          for (int c = in.read(); c >= 0 && c != '\\n'; c = in.read()) {
            line.append((char) c);
          }
          return line.toString();
        }
      }
      """;

  private static final String INPUT = "one\ntwo\nthree\nfour\nfive\nsix\n";

  private static final String OUTPUT =
      "program one\nchild two\nprogram three\nprogram four\nfive\nsix\nend -1-1\n";

  @TempDir Path dir;
  private MetaProcess host;
  private Path classes;

  @BeforeEach
  void open() throws Exception {
    host = MetaProcess.open(ApiSurface.minimal());
    classes = Compiled.in(Files.createDirectory(dir.resolve("main")), MAIN);
  }

  @AfterEach
  void close() {
    host.close();
  }

  private ProgramBuilder program() {
    return host.program().mainClass("Main").classPath(List.of(classes));
  }

  private static String output(Program program) throws Exception {
    return new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        + new String(program.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void ofAStream() throws Exception {
    Program program =
        program().input(new ByteArrayInputStream(INPUT.getBytes(StandardCharsets.UTF_8))).start();
    assertThat(output(program)).isEqualTo(OUTPUT);
  }

  @Test
  void ofAPipe() throws Exception {
    Program program = program().start();
    try (OutputStream to = program.getOutputStream()) {
      to.write(INPUT.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(output(program)).isEqualTo(OUTPUT);
  }

  @Test
  void ofAFile() throws Exception {
    Path file = Files.writeString(dir.resolve("input"), INPUT);
    Program program = program().redirectInput(ProcessBuilder.Redirect.from(file.toFile())).start();
    assertThat(output(program)).isEqualTo(OUTPUT);
  }

  @Test
  void ofAParent() throws Exception {
    Program parent =
        host.program()
            .mainClass("Waiting")
            .classPath(
                List.of(
                    Compiled.in(
                        Files.createDirectory(dir.resolve("waiting")),
                        """
                        public class Waiting {
                          public static void main(String[] words) throws Exception {
                            new java.util.concurrent.CountDownLatch(1).await();
                          }
                        }
                        """)))
            .start();
    try (OutputStream to = parent.getOutputStream()) {
      to.write(INPUT.getBytes(StandardCharsets.UTF_8));
    }
    Program child = program().parent(parent, Share.STREAMS).start();
    child.waitFor();
    parent.destroyForcibly();
    assertThat(output(parent)).isEqualTo(OUTPUT);
  }

  @Test
  void aProgramThatEndsLeavesItsChildrenAtTheEndOfTheInput() throws Exception {
    Path script =
        Compiled.in(
            Files.createDirectory(dir.resolve("leaving")),
            """
            public class Main {
              public static void main(String[] words) throws Exception {
                Process child = new ProcessBuilder("cat").redirectInput(ProcessBuilder.Redirect.INHERIT).start();
                System.out.println(child.pid());
              }
            }
            """);
    Program program = host.program().mainClass("Main").classPath(List.of(script)).start();
    long child = Long.parseLong(output(program).trim());
    assertThat(program.waitFor()).isZero();
    ProcessHandle.of(child).ifPresent(each -> each.onExit().join());
  }
}
