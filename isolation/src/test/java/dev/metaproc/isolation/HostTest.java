package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.metaproc.api.ServiceContext;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class HostTest {
  @TempDir Path directory;
  private final MetaProcess host = MetaProcess.open(ApiSurface.minimal());

  @AfterEach
  void closeHost() {
    host.close();
  }

  private ProgramBuilder program(String... sources) {
    Path classes = Compiled.in(directory, sources);
    return host.program().classPath(List.of(classes)).mainClass("Main").directory(directory);
  }

  private static String output(Program program) throws IOException {
    return new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource
  void theSameStaticFieldIsSeparatePerProgram(ThreadKind threads) throws Exception {
    ProgramBuilder builder =
        program(
                """
                public class Main {
                  static int counter;
                  public static void main(String[] args) throws Exception {
                    for (int i = 0; i < 1000; i++) { counter++; Thread.yield(); }
                    System.setProperty("own", args[0]);
                    System.in.read();
                    System.out.print(counter + System.getProperty("own"));
                  }
                }
                """)
            .threads(threads);
    List<Program> programs = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      programs.add(builder.arguments(List.of(" of " + i)).start());
    }
    assertThat(host.programs()).containsExactlyElementsOf(programs);
    assertThat(programs.stream().map(Program::pid).distinct()).hasSize(20);
    for (Program each : programs) {
      each.getOutputStream().close();
      assertThat(output(each)).isEqualTo("1000 of " + programs.indexOf(each));
      assertThat(each.waitFor()).isZero();
    }
    assertThat(host.programs()).isEmpty();
  }

  @Test
  void standardInputOutputAndErrorArePipesUnlessGiven() throws Exception {
    Program program =
        program(
                """
                import java.util.Scanner;
                public class Main {
                  public static void main(String[] args) {
                    Scanner in = new Scanner(System.in);
                    while (in.hasNextLine()) System.out.println("<" + in.nextLine() + ">");
                    System.err.print("end of input");
                  }
                }
                """)
            .start();
    try (OutputStream stdin = program.getOutputStream()) {
      stdin.write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(output(program)).isEqualTo("<one>\n<two>\n");
    assertThat(program.getErrorStream().readAllBytes()).asString().isEqualTo("end of input");
    assertThat(program.onExit().get()).isSameAs(program);
    assertThat(program.toHandle().isAlive()).isFalse();
  }

  private static final String HOOKED =
      """
      public class Main {
        public static void main(String[] args) throws Exception {
          Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
          System.out.println("ready");
          try { Thread.sleep(100_000); } finally { System.out.println("finally"); }
        }
      }
      """;

  @ParameterizedTest
  @EnumSource
  void destroyRunsTheHooksAndEndsWithTheCodeOfSigterm(ThreadKind threads) throws Exception {
    Program program = program(HOOKED).threads(threads).start();
    assertThat(program.inputReader().readLine()).isEqualTo("ready");
    program.destroy();
    assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(program.exitValue()).isEqualTo(143);
    assertThat(program.inputReader().readAllLines()).containsExactly("hook");
  }

  @ParameterizedTest
  @EnumSource
  void destroyForciblyEndsAtOnceWithoutHooks(ThreadKind threads) throws Exception {
    Program program = program(HOOKED).threads(threads).start();
    assertThat(program.inputReader().readLine()).isEqualTo("ready");
    assertThat(program.destroyForcibly().waitFor()).isEqualTo(137);
    assertThat(program.inputReader().readAllLines()).isEmpty();
    assertThat(program.threads()).isEmpty();
    assertThat(program.survivors()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void exitFromAnyPlaceEndsTheProgramAndLeavesTheOthers(ThreadKind threads) throws Exception {
    Program other = program(HOOKED).start();
    for (String place :
        List.of("initialiser", "thread", "pool", "stream", "hook", "reflection", "finally")) {
      Program program =
          program(
                  """
                  import java.util.concurrent.*;
                  import java.util.stream.*;
                  public class Main {
                    public static class Bad { static { System.exit(9); } static void touch() {} }
                    public static void quit() { System.exit(9); }
                    public static void main(String[] args) throws Exception {
                      try {
                        switch (args[0]) {
                          case "initialiser" -> Bad.touch();
                          case "thread" -> { Thread t = new Thread(Main::quit); t.start(); t.join(); }
                          case "pool" -> Executors.newFixedThreadPool(2).submit(Main::quit).get();
                          case "stream" -> IntStream.range(0, 9).forEach(i -> System.exit(9));
                          case "hook" -> {
                            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.exit(4)));
                            System.exit(9);
                          }
                          case "reflection" -> Main.class.getMethod("quit").invoke(null);
                          case "finally" -> { try { throw new Exception(); } finally { quit(); } }
                        }
                        System.out.println("went on after " + args[0]);
                      } catch (Throwable t) {
                        System.out.println("caught " + t);
                      } finally {
                        System.out.println("finally");
                      }
                    }
                  }
                  """)
              .arguments(List.of(place))
              .threads(threads)
              .start();
      assertThat(program.waitFor(10, TimeUnit.SECONDS)).as(place).isTrue();
      assertThat(program.exitValue()).as(place).isEqualTo(9);
      assertThat(output(program)).as(place).isEmpty();
    }
    assertThat(other.isAlive()).isTrue();
  }

  @Test
  void aPublishedServiceIsReachedThroughTheContextOnAnyThread() throws Exception {
    Program program =
        program(
                """
                import dev.metaproc.api.ServiceContext;
                import java.util.function.UnaryOperator;
                public class Main {
                  public static void main(String[] args) throws Exception {
                    Thread t = Thread.ofVirtual().start(() ->
                        System.out.print(ServiceContext.current().service(UnaryOperator.class).apply("you")));
                    t.join();
                    try {
                      ServiceContext.current().service(Runnable.class);
                    } catch (IllegalStateException e) {
                      System.out.print(" " + e.getMessage());
                    }
                  }
                }
                """)
            .name("greeted")
            .serviceOf(UnaryOperator.class, loader -> name -> "hello " + name)
            .start();
    assertThat(output(program))
        .isEqualTo(
            "hello you program greeted: no service java.lang.Runnable is published to it (publish"
                + " one with ProgramBuilder.service)");
  }

  @Test
  void theRunTimeImageIsReadByTheClassesOfTheJvmWhateverNameItIsGiven() throws Exception {
    Program program =
        program(
                """
                import java.net.URI;
                import java.nio.file.*;
                import java.util.Map;
                public class Main {
                  public static void main(String[] args) throws Exception {
                    for (int i = 0; i < 2; i++) {
                      try (FileSystem image = FileSystems.newFileSystem(
                          URI.create("jrt:/"), Map.of("java.home", System.getProperty("java.home")))) {
                        Path object = image.getPath("/modules/java.base/java/lang/Object.class");
                        System.out.print(Files.readAllBytes(object)[0] + " ");
                        System.out.print(image.getClass().getClassLoader() + " ");
                      }
                    }
                    try {
                      FileSystems.newFileSystem(URI.create("jrt:/"), Map.of("java.home", "/nowhere"));
                    } catch (Exception e) {
                      System.out.print("another is not there");
                    }
                  }
                }
                """)
            .start();
    assertThat(output(program)).isEqualTo("-54 null -54 null another is not there");
  }

  @Test
  void outsideAProgramThereIsNoServiceContext() {
    assertThatThrownBy(ServiceContext::current)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "ServiceContext.current() was called outside a program: start the class with mpiexec or"
                + " through a ProgramBuilder");
  }

  @Test
  void aProgramSeesTheJdkAndItselfAndNothingOfTheHost() throws Exception {
    Program program =
        program(
                """
                public class Main {
                  static String see(String name) {
                    try { return "" + Class.forName(name).getSimpleName(); }
                    catch (ClassNotFoundException e) { return "-"; }
                  }
                  public static void main(String[] args) {
                    for (String each : args) System.out.print(see(each) + " ");
                    System.out.print(ClassLoader.getSystemClassLoader() == Main.class.getClassLoader());
                    System.out.print(Thread.currentThread().getContextClassLoader() == Main.class.getClassLoader());
                    System.out.print(Main.class.getClassLoader().getResource("org/objectweb/asm/ClassReader.class"));
                  }
                }
                """)
            .arguments(
                List.of(
                    "org.objectweb.asm.ClassReader",
                    "dev.metaproc.isolation.MetaProcess",
                    "org.assertj.core.api.Assertions",
                    "com.sun.tools.javac.Main",
                    "java.sql.Driver"))
            .start();
    assertThat(output(program)).isEqualTo("- - - Main Driver truetruenull");
  }

  @Test
  void aResourceIsNamedAsInAnyJvmAndReadFromTheJarThatIsThereNow() throws Exception {
    for (String content : List.of("first", "the second")) {
      Path classes =
          Compiled.in(
              directory,
              """
              public class Main {
                public static void main(String[] args) throws Exception {
                  System.out.print(new String(Main.class.getResourceAsStream("r").readAllBytes()));
                  System.out.print(Main.class.getResource("r"));
                }
              }
              """);
      Files.writeString(classes.resolve("r"), content);
      Files.deleteIfExists(directory.resolve("program.jar"));
      Path jar = Compiled.jar(classes, Map.of("Main-Class", "Main"));
      assertThat(output(host.program().jar(jar).start()))
          .isEqualTo(content + "jar:file:" + jar + "!/r");
    }
  }

  @Test
  void aJarRunsByItsManifestWithItsClassPathAndPackageVersion() throws Exception {
    Path library =
        Compiled.jar(
            Compiled.in(
                directory.resolve("library"),
                "package lib; public class Lib { public static String name() { return"
                    + " Lib.class.getPackage().getImplementationVersion(); } }"),
            Map.of("Implementation-Version", "4.2"));
    Path classes =
        Compiled.in(
            directory.resolve("application"),
            "package lib; public class Lib { public static String name() { return \"\"; } }",
            "public class Main { public static void main(String[] a) {"
                + " System.out.print(lib.Lib.name() + System.getProperty(\"java.class.path\")); }"
                + " }");
    Files.delete(classes.resolve("lib/Lib.class"));
    Path jar =
        Compiled.jar(
            classes,
            Map.of("Main-Class", "Main", "Class-Path", "../library/" + library.getFileName()));
    assertThat(output(host.program().jar(jar).start())).isEqualTo("4.2" + jar);
  }

  @Test
  void aChangedClassPathIsReadAgain() throws Exception {
    UnaryOperator<String> source =
        text -> "public class Main { static void main() { System.out.print(\"" + text + "\"); } }";
    assertThat(output(program(source.apply("first")).start())).isEqualTo("first");
    assertThat(output(program(source.apply("second")).start())).isEqualTo("second");
  }

  @ParameterizedTest
  @EnumSource
  void theLoaderOfAnEndedProgramIsCollected(ThreadKind threads) throws Exception {
    WeakReference<ClassLoader> loader = loaderOfAnEndedProgram(threads);
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(loader.get()).isNull();
            });
  }

  private WeakReference<ClassLoader> loaderOfAnEndedProgram(ThreadKind threads) throws Exception {
    Program program =
        program(
                """
                public class Main {
                  static final ThreadLocal<Main> LOCAL = ThreadLocal.withInitial(Main::new);
                  public static void main(String[] args) throws Exception {
                    LOCAL.get();
                    new java.net.URLClassLoader(new java.net.URL[0]).close();
                    Thread.ofVirtual().start(LOCAL::get).join();
                    Runtime.getRuntime().addShutdownHook(new Thread(LOCAL::get));
                    System.setProperty("mine", "x");
                    Thread.setDefaultUncaughtExceptionHandler((t, e) -> {});
                    System.setOut(new java.io.PrintStream(System.out));
                    System.exit(0);
                  }
                }
                """)
            .threads(threads)
            .start();
    WeakReference<ClassLoader> loader = new WeakReference<>(program.state().loader());
    assertThat(program.waitFor()).isZero();
    return loader;
  }

  @Test
  void aClosedHostStartsNothingAndGivesTheStreamsBack() {
    PrintStream before = System.out;
    MetaProcess second = MetaProcess.open(ApiSurface.minimal());
    assertThat(System.out).isNotSameAs(before);
    second.close();
    assertThat(System.out).isSameAs(before);
    assertThatThrownBy(() -> second.program().mainClass("Main").start())
        .hasMessage("the host is closed: open another MetaProcess");
  }
}
