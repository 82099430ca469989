package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {
  @TempDir Path directory;
  private final MetaProcess host = MetaProcess.open(ApiSurface.minimal());

  @AfterEach
  void closeHost() {
    host.close();
  }

  /** What one run left behind. */
  private record Run(int exit, String out, String err) {}

  private Run run(String source, UnaryOperator<ProgramBuilder> with) throws Exception {
    Path classes = Compiled.in(directory, source);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Program program =
        with.apply(
                host.program()
                    .classPath(List.of(classes))
                    .mainClass("Main")
                    .directory(directory)
                    .output(out)
                    .error(err))
            .start();
    assertThat(program.waitFor(20, TimeUnit.SECONDS)).as("ended").isTrue();
    return new Run(program.exitValue(), text(out), text(err));
  }

  private Run run(String source) throws Exception {
    return run(source, UnaryOperator.identity());
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource
  void aProgramPrintsAndEndsWithZero(ThreadKind threads) throws Exception {
    Run run =
        run(
            """
            public class Main {
              public static void main(String[] args) {
                System.out.println("hello " + String.join(",", args) + " " + Thread.currentThread().getName());
                System.err.println("problem");
              }
            }
            """,
            with -> with.arguments(List.of("a", "b")).threads(threads));
    assertThat(run).isEqualTo(new Run(0, "hello a,b main\n", "problem\n"));
  }

  @ParameterizedTest
  @EnumSource
  void exitRunsHooksAndNoFinallyBlockAndNeverReturns(ThreadKind threads) throws Exception {
    Run run =
        run(
            """
            public class Main {
              static Object lock = new Object();
              public static void main(String[] args) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
                try {
                  synchronized (lock) {
                    System.exit(3);
                  }
                  System.out.println("returned");
                } catch (Throwable t) {
                  System.out.println("caught " + t);
                } finally {
                  System.out.println("finally");
                }
              }
            }
            """,
            with -> with.threads(threads));
    assertThat(run).isEqualTo(new Run(3, "hook\n", ""));
  }

  @Test
  void aHookTheProgramHasRunItselfDoesNotKeepTheOthersFromRunning() throws Exception {
    Run run =
        run(
            """
            public class Main {
              public static void main(String[] args) throws Exception {
                Thread early = new Thread(() -> System.out.println("early"));
                Runtime.getRuntime().addShutdownHook(early);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("late")));
                early.start();
                early.join();
                System.exit(6);
              }
            }
            """);
    assertThat(run).isEqualTo(new Run(6, "early\nlate\n", ""));
  }

  @Test
  void haltRunsNoHook() throws Exception {
    Run run =
        run(
            """
            public class Main {
              public static void main(String[] args) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
                Runtime.getRuntime().halt(4);
              }
            }
            """);
    assertThat(run).isEqualTo(new Run(4, "", ""));
  }

  @Test
  void anUncaughtExceptionIsPrintedAsTheJvmPrintsItAndEndsWithOne() throws Exception {
    Run run =
        run(
            """
            public class Main {
              public static void main(String[] args) {
                throw new IllegalStateException("boom");
              }
            }
            """);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            """
            Exception in thread "main" java.lang.IllegalStateException: boom
            \tat Main.main(Main.java:3)
            """);
  }

  @Test
  void theDefaultHandlerOfTheProgramTakesItsUncaughtExceptions() throws Exception {
    Run run =
        run(
            """
            public class Main {
              public static void main(String[] args) throws Exception {
                Thread.setDefaultUncaughtExceptionHandler(
                    (t, e) -> System.out.println(t.getName() + " " + e.getMessage()));
                Thread t = new Thread(() -> { throw new RuntimeException("child"); }, "worker");
                t.start();
                t.join();
                throw new RuntimeException("parent");
              }
            }
            """);
    assertThat(run).isEqualTo(new Run(1, "worker child\nmain parent\n", ""));
  }

  @ParameterizedTest
  @EnumSource
  void aNonDaemonThreadKeepsTheProgramAliveAndADaemonDoesNot(ThreadKind threads) throws Exception {
    Run run =
        run(
            """
            import java.util.concurrent.*;
            public class Main {
              public static void main(String[] args) {
                Thread daemon = new Thread(() -> { while (true) Thread.onSpinWait(); });
                daemon.setDaemon(true);
                daemon.start();
                CountDownLatch mainLeft = new CountDownLatch(1);
                Thread main = Thread.currentThread();
                new Thread(() -> {
                  while (main.getName().equals("main")) Thread.onSpinWait();
                  System.out.println("still here");
                }).start();
              }
            }
            """
                .replace(
                    "while (true) Thread.onSpinWait()", "while (true) System.getProperty(\"x\")"),
            with -> with.threads(threads));
    assertThat(run).isEqualTo(new Run(0, "still here\n", ""));
  }

  @Test
  void relativeFilesAreThoseOfTheWorkingDirectory() throws Exception {
    Path work = Files.createDirectory(directory.resolve("work"));
    Run run =
        run(
            """
            import java.io.*;
            import java.nio.file.*;
            import java.util.*;
            import java.util.stream.*;
            public class Main {
              public static void main(String[] args) throws Exception {
                try (FileWriter w = new FileWriter("a.txt", true)) { w.write("A"); }
                Files.writeString(Path.of("b.txt"), "B");
                try (PrintWriter p = new PrintWriter("c.txt")) { p.print("C"); }
                new File("d").mkdir();
                System.out.println(new File("a.txt").exists() + " " + Files.exists(Path.of("b.txt")));
                System.out.println(new File("a.txt").getAbsolutePath());
                System.out.println(Path.of("b.txt").toAbsolutePath());
                System.out.println(System.getProperty("user.dir"));
                System.out.println(Files.createFile(Path.of("d", "e.txt")));
                System.out.println(Arrays.toString(new File("d").listFiles()));
                try (Stream<Path> s = Files.walk(Path.of("d"))) {
                  System.out.println(s.sorted().map(Path::toString).collect(Collectors.joining(" ")));
                }
                System.out.println(Stream.of("a.txt", "none").map(File::new).map(File::exists).toList());
                System.out.println(Stream.of(Path.of("b.txt")).map(p -> {
                  try { return Files.readString(p); } catch (IOException e) { throw new UncheckedIOException(e); }
                }).toList());
                try { new FileInputStream("none"); } catch (FileNotFoundException e) {
                  System.out.println(Arrays.toString(e.getStackTrace()).contains("metaproc"));
                }
                try (RandomAccessFile f = new RandomAccessFile("a.txt", "rw")) { System.out.println(f.length()); }
                Process p = new ProcessBuilder("pwd").start();
                System.out.print(new String(p.getInputStream().readAllBytes()));
              }
            }
            """,
            with -> with.directory(work));
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            String.join(
                "\n",
                "true true",
                work + "/a.txt",
                work + "/b.txt",
                work.toString(),
                "d/e.txt",
                "[d/e.txt]",
                "d d/e.txt",
                "[true, false]",
                "[B]",
                "false",
                "1",
                work + "\n"));
  }

  @Test
  void propertiesAndEnvironmentAreTheProgramsOwn() throws Exception {
    Run run =
        run(
            """
            public class Main {
              public static void main(String[] args) {
                System.out.println(System.getProperty("mine") + Integer.getInteger("n") + Boolean.getBoolean("b"));
                System.setProperty("metaproc.test.leak", "yes");
                System.out.println(System.getenv("ONLY") + System.getenv().size() + System.getenv("PATH"));
                System.out.println(System.getProperty("java.version") != null);
              }
            }
            """,
            with ->
                with.property("mine", "x")
                    .property("n", "7")
                    .property("b", "true")
                    .environment(Map.of("ONLY", "this")));
    assertThat(run).isEqualTo(new Run(0, "x7true\nthis1null\ntrue\n", ""));
    assertThat(System.getProperty("metaproc.test.leak")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"America/New_York", ":Asia/Tokyo", "EST5EDT", "Nowhere/Land", "UTC", ""})
  void theVariableTzChoosesTheDefaultZoneAsInAJvmOfItsOwn(String zone) throws Exception {
    Run run =
        run(
            """
            import java.time.*;
            import java.util.*;
            public class Main {
              public static void main(String[] args) {
                System.out.println(TimeZone.getDefault().getID() + " " + ZoneId.systemDefault());
                System.out.println(new Date(0));
                System.out.printf("%tT %tZ%n", new Date(0), new Date(0));
              }
            }
            """,
            with -> with.environment(Map.of("TZ", zone)));
    assertThat(run).isEqualTo(runInJvmOfItsOwn(Map.of("TZ", zone)));
  }

  private Run runInJvmOfItsOwn(Map<String, String> environment, String... options)
      throws Exception {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of(options));
    words.addAll(List.of("-cp", directory.resolve("classes").toString(), "Main"));
    ProcessBuilder own = new ProcessBuilder(words);
    own.environment().clear();
    own.environment().putAll(environment);
    Process process = own.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), out, "");
  }

  /** The locales are those that every Linux has, and one that none has. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "LANG=C",
        "LANG=C.UTF-8",
        "LANG=",
        "LANG=xx_XX.UTF-8",
        "LC_ALL=C.UTF-8 LANG=C",
        "LC_ALL=C LANG=C.UTF-8",
        "LC_CTYPE=C.UTF-8",
        "LC_MESSAGES=C.UTF-8",
        "LANG=C.UTF-8 LC_CTYPE=POSIX",
        "LANG=C.UTF-8 LC_TIME=xx_XX"
      })
  void theLocaleVariablesChooseLocalesAndEncodingsAsInAJvmOfItsOwn(String variables)
      throws Exception {
    Map<String, String> environment = new HashMap<>();
    for (String each : variables.split(" ")) {
      environment.put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
    }
    Run run =
        run(
            """
            import java.util.*;
            public class Main {
              public static void main(String[] args) {
                System.getProperties().stringPropertyNames().stream()
                    .filter(key -> key.matches("user[.](language|country|script|variant).*|.*[.]encoding"))
                    .sorted()
                    .forEach(key -> System.out.println(key + "=" + System.getProperty(key)));
                System.out.println(Locale.getDefault() + " " + Locale.getDefault(Locale.Category.FORMAT));
                System.out.println(Locale.getDefault().getDisplayCountry() + " \u00e9");
                System.out.printf("%,d%n", 1000);
              }
            }
            """,
            with -> with.environment(environment));
    assertThat(run).isEqualTo(runInJvmOfItsOwn(environment));
    assertThat(
            run("public class Main { public static void main(String[] a) {"
                    + " System.out.print(java.util.Locale.getDefault()); } }")
                .out())
        .isEqualTo(Locale.getDefault().toString());
  }

  @Test
  void methodReferencesAreRedirectedToo() throws Exception {
    Run run =
        run(
            """
            import java.util.function.*;
            public class Main {
              public static void main(String[] args) {
                Function<String, String> get = System::getProperty;
                Supplier<ClassLoader> loader = ClassLoader::getSystemClassLoader;
                IntConsumer exit = System::exit;
                System.out.println(get.apply("mine") + (loader.get() == Main.class.getClassLoader()));
                exit.accept(5);
              }
            }
            """,
            with -> with.property("mine", "x"));
    assertThat(run).isEqualTo(new Run(5, "xtrue\n", ""));
  }

  @Test
  void assertionsAreOnOnlyWhereAskedFor() throws Exception {
    String source =
        """
        public class Main {
          public static void main(String[] args) {
            assert args.length > 0 : "no arguments";
            System.out.println("passed");
          }
        }
        """;
    assertThat(run(source)).isEqualTo(new Run(0, "passed\n", ""));
    Run strict = run(source, with -> with.assertions(AssertionOptions.NONE.and(true, "")));
    assertThat(strict.exit()).isEqualTo(1);
    assertThat(strict.err()).contains("java.lang.AssertionError: no arguments");
  }

  @Test
  void printStackTraceGoesToTheProgramsErrorStream() throws Exception {
    Run run =
        run(
            """
            public class Main {
              public static void main(String[] args) {
                new Exception("shown").printStackTrace();
              }
            }
            """);
    assertThat(run.err()).isEqualTo("java.lang.Exception: shown\n\tat Main.main(Main.java:3)\n");
  }

  @Test
  void anInstanceMainWithoutArgumentsRuns() throws Exception {
    Run run =
        run(
            """
            class Main {
              void main() {
                IO.println("instance");
              }
            }
            """);
    assertThat(run).isEqualTo(new Run(0, "instance\n", ""));
  }
}
