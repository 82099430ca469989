package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class paths that cannot be shared exactly are run in loader mode, and the program says why. */
class SharedFallbackTest {
  /** Close to the limit of 65535 bytes: each statement has 7 bytes, and 10 when rewritten. */
  private static final int STATEMENTS = 9000;

  private static final String SIMPLE =
      """
      class Main {
        static int n;
        public static void main(String[] arguments) {
          System.out.println(n = n + 1);
        }
      }
      """;

  @TempDir Path directory;
  private final MetaProcess host = MetaProcess.open(ApiSurface.minimal());
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @AfterEach
  void closeHost() {
    host.close();
  }

  private Program run(Path classes, String... arguments) throws Exception {
    Program program =
        host.program()
            .classPath(List.of(classes))
            .mainClass("Main")
            .arguments(List.of(arguments))
            .isolation(Isolation.SHARED)
            .output(out)
            .error(out)
            .start();
    assertThat(program.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
    return program;
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aMethodThatWouldGetTooLongKeepsTheClassFromBeingShared() throws Exception {
    String source =
        """
        class Main {
          static int n = 1;
          public static void main(String[] arguments) {
            System.out.println(n);
            huge();
            System.out.println(++n);
          }
          static void huge() {
        """
            + "Thread.holdsLock(Main.class);\n".repeat(STATEMENTS)
            + "}}";
    Path classes = Compiled.in(directory, source);
    Program program = run(classes);
    assertThat(program.isolation()).isEqualTo(Isolation.LOADER);
    assertThat(program.isolationReason())
        .isEqualTo("class Main: method huge would be longer than the JVM allows, 65535 bytes");
    assertThat(out()).isEqualTo("1\n2\n");
  }

  /**
   * In loader mode a method stays as it is rather than get too long: here by polls in its loops.
   */
  @Test
  void aMethodOfTheGreatestLengthRunsInLoaderMode() throws Exception {
    String source =
        """
        class Main {
          public static void main(String[] arguments) {
            huge();
            System.exit(3);
          }
          static void huge() {
            int sum = 0;
        """
            + "for (int i = 0; i < 2; i++) sum++;\n".repeat(3800)
            + "System.out.println(sum); }}";
    Path classes = Compiled.in(directory, source);
    Program program =
        host.program().classPath(List.of(classes)).mainClass("Main").output(out).start();
    assertThat(program.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
    assertThat(out()).isEqualTo("7600\n");
    assertThat(program.exitValue()).isEqualTo(3);
  }

  @Test
  void theCodeOfAClassPathThatHasChangedIsUnloaded() throws Exception {
    Path classes = Compiled.in(directory, SIMPLE);
    WeakReference<ClassLoader> first = new WeakReference<>(run(classes).state().loader());
    assertThat(run(classes).state().loader()).isSameAs(first.get());
    Path changed = Compiled.in(directory, SIMPLE.replace("n + 1", "n + 5"));
    FileTime later = FileTime.from(Instant.now().plusSeconds(10));
    Files.setLastModifiedTime(changed.resolve("Main.class"), later);
    run(changed);
    assertThat(out()).isEqualTo("1\n1\n5\n");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(first.refersTo(null)).isTrue();
            });
  }

  @Test
  void programsCannotDefineDifferentClassesOfOneName() throws Exception {
    Path classes =
        Compiled.in(
            directory,
            """
            import java.lang.invoke.MethodHandles;
            import java.nio.charset.StandardCharsets;
            class Main {
              static class T0 { public String toString() { return "a"; } }
              static class T1 { public String toString() { return "b"; } }
              public static void main(String[] arguments) throws Exception {
                var charset = StandardCharsets.ISO_8859_1;
                String file = "Main$T" + arguments[0] + ".class";
                byte[] read = Main.class.getResourceAsStream(file).readAllBytes();
                String text = new String(read, charset).replace("T" + arguments[0], "T5");
                try {
                  Class<?> made = MethodHandles.lookup().defineClass(text.getBytes(charset));
                  System.out.println(made.getDeclaredConstructor().newInstance());
                } catch (LinkageError e) {
                  System.out.println(e.getMessage());
                }
              }
            }
            """);
    assertThat(run(classes, "0").isolation()).isEqualTo(Isolation.SHARED);
    assertThat(run(classes, "1").isolation()).isEqualTo(Isolation.SHARED);
    assertThat(run(classes, "0").isolation()).isEqualTo(Isolation.LOADER);
    Program last = run(classes, "1");
    assertThat(last.isolationReason())
        .isEqualTo(
            "class Main$T5, which a program has defined at run time: another program has defined a"
                + " different class of that name");
    assertThat(out())
        .isEqualTo(
            """
            a
            class Main$T5 cannot be shared with other programs (another program has defined a \
            different class of that name): start them with --isolation=loader
            a
            b
            """);
  }
}
