package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A library of C, compiled here, and SQLite's: loaded by several programs at once. */
@Timeout(120)
class NativeLibraryTest {
  @TempDir static Path directory;
  private static Path classes;
  private final MetaProcess host = MetaProcess.open(ApiSurface.minimal());

  @BeforeAll
  static void compile() throws Exception {
    classes =
        Compiled.in(
            directory,
            """
            import java.io.File;
            public class Main {
              static native int next();
              static native String nameOfOther();

              static void load(String how, String directory) {
                String file = directory + File.separator + System.mapLibraryName("counter");
                switch (how) {
                  case "load" -> System.load(file);
                  case "loadLibrary" -> System.loadLibrary("counter");
                  case "runtimeLoad" -> Runtime.getRuntime().load(file);
                  case "runtimeLoadLibrary" -> Runtime.getRuntime().loadLibrary("counter");
                  case "twice" -> { System.load(file); System.loadLibrary("counter"); System.load(file); }
                  case "relative" -> System.load("libcounter.so");
                  case "missing" -> System.loadLibrary("absent");
                  case "missingFile" -> System.load(directory + "/libabsent.so");
                  case "separator" -> System.loadLibrary("x/y");
                }
              }

              public static void main(String[] args) throws Exception {
                try {
                  load(args[0], args[1]);
                } catch (UnsatisfiedLinkError e) {
                  System.out.print(e.getMessage());
                  return;
                }
                System.out.println(next());
                System.in.read();
                System.out.print(next() + " " + nameOfOther());
              }
            }
            """,
            "class Other { static String name() { return \"found by FindClass\"; } }",
            """
            import java.sql.*;
            public class Database {
              public static void main(String[] args) throws Exception {
                Class.forName("org.sqlite.JDBC");
                try (Connection c = DriverManager.getConnection("jdbc:sqlite::memory:");
                    Statement s = c.createStatement()) {
                  s.execute("create table t(x)");
                  s.execute("insert into t values(41)");
                  ResultSet r = s.executeQuery("select x + 1 from t");
                  r.next();
                  System.out.print(r.getInt(1));
                }
              }
            }
            """);
    Path source = directory.resolve("counter.c");
    Files.writeString(
        source,
        """
        #include <jni.h>
        int counter_step(void);
        static int count;
        JNIEXPORT jint JNICALL Java_Main_next(JNIEnv *env, jclass type) { return count += counter_step(); }
        JNIEXPORT jstring JNICALL Java_Main_nameOfOther(JNIEnv *env, jclass type) {
          jclass other = (*env)->FindClass(env, "Other");
          jmethodID name = (*env)->GetStaticMethodID(env, other, "name", "()Ljava/lang/String;");
          return (*env)->CallStaticObjectMethod(env, other, name);
        }
        """);
    Path step = directory.resolve("step.c");
    Files.writeString(step, "int counter_step(void) { return 1; }\n");
    gcc("-o", directory.resolve("libstep.so").toString(), step.toString());
    Path include = Path.of(System.getProperty("java.home"), "include");
    gcc(
        "-I" + include,
        "-I" + include.resolve("linux"),
        "-o",
        directory.resolve("libcounter.so").toString(),
        source.toString(),
        "-L" + directory,
        "-lstep",
        "-Wl,-rpath,$ORIGIN");
  }

  private static void gcc(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("gcc", "-shared", "-fPIC"));
    command.addAll(Arrays.asList(arguments));
    try {
      Process gcc = new ProcessBuilder(command).inheritIO().start();
      assertThat(gcc.waitFor()).as("gcc").isZero();
    } catch (IOException e) {
      assumeTrue(false, "needs gcc: " + e.getMessage());
    }
  }

  @AfterEach
  void closeHost() {
    host.close();
  }

  private ProgramBuilder builder(String how) {
    return host.program()
        .classPath(List.of(classes))
        .mainClass("Main")
        .property("java.library.path", directory.toString())
        .arguments(List.of(how, directory.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"load", "loadLibrary", "runtimeLoad", "runtimeLoadLibrary", "twice"})
  void everyProgramHasItsOwnCopyOfALibrary(String how) throws Exception {
    List<Program> programs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      programs.add(builder(how).start());
    }
    for (Program each : programs) {
      assertThat(each.inputReader().readLine()).isEqualTo("1");
    }
    for (Program each : programs) {
      each.getOutputStream().close();
      assertThat(each.inputReader().readLine()).isEqualTo("2 found by FindClass");
      assertThat(each.waitFor(90, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(Files.readAllLines(Path.of("/proc/self/maps")))
        .filteredOn(line -> line.contains("libcounter.so"))
        .isNotEmpty()
        .allMatch(line -> line.endsWith("(deleted)"));
  }

  private String output(ProgramBuilder builder) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Program program = builder.output(out).start();
    assertThat(program.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(program.errorReader().readAllLines()).isEmpty();
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatCannotBeLoadedSaysWhatTheJvmSays() throws Exception {
    assertThat(output(builder("relative")))
        .isEqualTo("Expecting an absolute path of the library: libcounter.so");
    assertThat(output(builder("missing")))
        .isEqualTo("no absent in java.library.path: " + directory);
    assertThat(output(builder("missingFile")))
        .isEqualTo("Can't load library: " + directory + "/libabsent.so");
    assertThat(output(builder("separator")))
        .isEqualTo("Directory separator should not appear in library name: x/y");
  }

  @Test
  void aDriverWithNativeCodeRunsInSeveralProgramsAtOnce() throws Exception {
    List<Path> jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(element -> element.contains("sqlite-jdbc"))
            .map(Path::of)
            .toList();
    assertThat(jars).as("SQLite's driver on the test's class path").hasSize(1);
    List<Program> programs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      programs.add(
          host.program()
              .classPath(List.of(classes, jars.getFirst()))
              .mainClass("Database")
              .start());
    }
    for (Program each : programs) {
      assertThat(each.errorReader().lines().filter(line -> line.startsWith("Exc"))).isEmpty();
      assertThat(each.inputReader().readAllLines()).containsExactly("42");
      assertThat(each.waitFor(90, TimeUnit.SECONDS)).isTrue();
      assertThat(each.exitValue()).isZero();
    }
  }
}
