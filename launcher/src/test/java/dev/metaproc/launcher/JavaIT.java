package dev.metaproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.metaproc.launcher.CommandRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code bin/java} against the real {@code java}: the same words, the same answers. */
@Timeout(180)
class JavaIT {
  @TempDir static Path dir;

  @BeforeAll
  static void prepare() throws IOException {
    String source =
        """
        import java.util.*;

        public class Show {
          static int calls;

          public static void main(String[] words) throws Exception {
            calls++;
            boolean asserts = false;
            assert asserts = true;
            System.out.println(Arrays.asList(words) + " " + calls + " " + asserts + " "
                + System.getProperty("key") + " " + System.getProperty("java.class.path"));
            System.err.println("complaint");
            if (words.length > 0 && words[0].equals("cat")) {
              System.in.transferTo(System.out);
            }
            if (words.length > 0 && words[0].equals("throw")) {
              throw new IllegalStateException("on purpose");
            }
            System.exit(words.length);
          }
        }
        """;
    Path classes = Files.createDirectories(dir.resolve("classes"));
    Programs.compile(classes, "Show", source);
    Programs.jar(dir.resolve("show.jar"), classes, "Show");
    Files.createDirectories(dir.resolve("lib"));
    Files.copy(dir.resolve("show.jar"), dir.resolve("lib/show.jar"));
    Files.writeString(dir.resolve("Single.java"), source.replace("Show", "Single"));
    Files.writeString(dir.resolve("words"), "-Dkey=\"from file\" -cp classes # comment\nShow");
    Files.writeString(dir.resolve("broken.jar"), "no zip");
    modules();
    agent();
    told();
  }

  /** A program that prints what it was started with. */
  private static void told() throws IOException {
    Path classes = dir.resolve("classes");
    Programs.compile(
        classes,
        "Told",
        """
        import java.lang.management.ManagementFactory;
        import java.util.TreeSet;

        public class Told {
          public static void main(String[] words) {
            System.out.println(System.getProperty("sun.java.command"));
            System.out.println(System.getProperty("java.class.path"));
            System.out.println(ManagementFactory.getRuntimeMXBean().getInputArguments());
            System.out.println(new TreeSet<>(System.getProperties().stringPropertyNames()));
          }
        }
        """);
    Programs.jar(dir.resolve("told.jar"), classes, "Told");
    write(dir, "many/Top.java", "public class Top { static void main() { part.Part.say(); } }");
    write(
        dir,
        "many/part/Part.java",
        "package part; public class Part { public static void say() { IO.println(\"part\"); } }");
    write(dir, "Wrong.java", "class Wrong { static void main() { int n = \"\"; } }");
  }

  private static void modules() throws IOException {
    Path sources = dir.resolve("modules.src");
    write(sources, "lib/module-info.java", "module lib { exports lib; }");
    write(
        sources,
        "lib/lib/Lib.java",
        "package lib; public class Lib { public static int n; private static int secret; }");
    write(sources, "app/module-info.java", "module app { requires lib; }");
    write(
        sources,
        "app/app/Main.java",
        """
        package app;

        public class Main {
          public static void main(String[] words) throws Exception {
            System.out.println(Main.class.getModule() + " " + ++lib.Lib.n + " " + words.length
                + " " + System.getProperty("jdk.module.path") + " "
                + System.getProperty("jdk.module.main") + " "
                + System.getProperty("jdk.module.main.class"));
            try {
              lib.Lib.class.getDeclaredField("secret").setAccessible(true);
              System.out.println("opened");
            } catch (RuntimeException e) {
              System.out.println(e.getMessage());
            }
            try {
              System.out.println(Class.forName("Show").getModule().isNamed());
            } catch (ClassNotFoundException e) {
              System.out.println(e);
            }
            System.exit(3);
          }
        }
        """);
    Path mods = Files.createDirectories(dir.resolve("mods"));
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                mods.toString(),
                "--module-source-path",
                sources.toString(),
                "-m",
                "app,lib");
    assertThat(code).isZero();
    Programs.compile(
        dir.resolve("classes"),
        "Layers",
        """
        public class Layers {
          public static void main(String[] words) {
            System.out.println(Layers.class.getModule().isNamed());
            try {
              System.out.println(Class.forName("lib.Lib").getModule());
            } catch (ClassNotFoundException e) {
              System.out.println(e);
            }
          }
        }
        """);
  }

  private static void write(Path directory, String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static void agent() throws IOException {
    Path classes = Files.createDirectories(dir.resolve("agent"));
    Programs.compile(
        classes,
        "Agent",
        """
        import java.lang.instrument.Instrumentation;
        import java.util.*;

        public class Agent {
          public static void premain(String options, Instrumentation given) throws Exception {
            if ("modules".equals(options)) {
              given.redefineModule(Object.class.getModule(), Set.of(), Map.of(), Map.of(),
                  Set.of(), Map.of());
            }
            System.out.println("premain " + options + " " + ProcessHandle.current().parent().isPresent());
          }
        }
        """);
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), "Agent");
    manifest.getMainAttributes().put(new Attributes.Name("Can-Redefine-Classes"), "true");
    try (JarOutputStream out =
        new JarOutputStream(Files.newOutputStream(dir.resolve("agent.jar")), manifest)) {
      out.putNextEntry(new JarEntry("Agent.class"));
      out.write(Files.readAllBytes(classes.resolve("Agent.class")));
    }
  }

  /** JUnit warns of links that leave its directory. */
  private static void unlink(String home) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(home))) {
      for (Path link : files.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  private static String events() throws Exception {
    return metaproc("events", "--past");
  }

  private static String metaproc(String... words) throws Exception {
    return CommandRun.command(dir, "metaproc", words)
        .variable("METAPROC_RUNTIME_DIR", dir.resolve("run").toString())
        .variable("METAPROC_STATE_DIR", dir.resolve("state").toString())
        .run()
        .out();
  }

  @Test
  void anAgentThatNeedsAWholeJvmGetsOne() throws Exception {
    Result result = ours(List.of("-javaagent:agent.jar=modules", "-cp", "classes", "Show")).run();
    assertThat(result.out()).isEqualTo("premain modules true\n[] 1 false null classes\n");
    assertThat(result.code()).isZero();
    assertThat(events()).contains(" start show-");
  }

  @AfterAll
  static void stopHost() throws Exception {
    assertThat(
            CommandRun.command(dir, "metaproc", "host", "stop")
                .variable("METAPROC_RUNTIME_DIR", dir.resolve("run").toString())
                .variable("METAPROC_STATE_DIR", dir.resolve("state").toString())
                .run()
                .code())
        .isZero();
    await().until(() -> Files.notExists(dir.resolve("run/default.sock")));
  }

  private static CommandRun ours(List<String> words) throws IOException {
    return CommandRun.command(dir, "java", words.toArray(String[]::new))
        .variable("METAPROC_RUNTIME_DIR", dir.resolve("run").toString())
        .variable("METAPROC_STATE_DIR", dir.resolve("state").toString());
  }

  private static CommandRun real(List<String> words) throws IOException {
    return CommandRun.shell(dir, dir, "exec \"$0\" \"$@\"")
        .words(Path.of(System.getProperty("java.home"), "bin", "java").toString())
        .words(words.toArray(String[]::new));
  }

  static List<List<String>> lines() {
    return List.of(
        List.of("-cp", "classes", "Show", "a", "b c", ""),
        List.of("-classpath", "lib/*", "-Dkey=value", "-ea", "Show"),
        List.of("--class-path=classes", "-ea:Show", "Show"),
        List.of("-jar", "show.jar", "-cp"),
        List.of("@words", "one"),
        List.of("Single.java", "x"),
        List.of("-cp", "classes", "Show", "throw"),
        List.of("-version"),
        List.of("--version"),
        List.of("-cp", "classes", "Nix"),
        List.of("-jar", "nix.jar"),
        List.of("-jar", "broken.jar"),
        List.of("--frobnicate"),
        List.of("-cp"),
        List.of("-m", "java.base/java.lang.Nix"),
        List.of("-p", "mods", "-m", "app/app.Main", "x"),
        List.of("-p", "mods", "-m", "app"),
        List.of("-p", "mods", "-cp", "classes", "--module=app/app.Main"),
        List.of("--module-path=mods", "--add-opens", "lib/lib=app", "-m", "app/app.Main"),
        List.of("-p", "mods", "--add-modules", "lib", "-cp", "classes", "Layers"),
        List.of("-p", "mods", "-cp", "classes", "Layers"),
        List.of("-p", "mods", "-m", "nix/app.Main"),
        List.of("-javaagent:agent.jar=opt", "-cp", "classes", "Show"),
        List.of("-javaagent:nix.jar", "-cp", "classes", "Show"),
        List.of("-cp", "none/*:classes", "Told", "x"),
        List.of("-jar", "told.jar", "a", "b"),
        List.of(
            ("-server -ea -Da -Db= --add-opens java.base/java.lang=ALL-UNNAMED -p mods"
                    + " --add-modules lib --enable-native-access=ALL-UNNAMED -cp classes Told")
                .split(" ")),
        List.of("--limit-modules", "java.base", "-cp", "classes", "Told"),
        List.of("--add-opens=nix/nix=ALL-UNNAMED", "-cp", "classes", "Told"),
        List.of("--add-exports", "java.base/nix=ALL-UNNAMED", "-cp", "classes", "Told"),
        List.of("-showversion", "-cp", "classes", "Show"),
        List.of("--show-version", "-cp", "classes", "Show"),
        List.of("-showversion", "-cp", "classes", "Nix"),
        List.of("-Xmx3x", "-cp", "classes", "Show"),
        List.of("-XX:+NoSuchOption", "-cp", "classes", "Show"),
        List.of("many/Top.java"),
        List.of("Wrong.java"),
        List.of("--list-modules"),
        List.of("-XshowSettings:locale", "-version"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aLineMeansWhatItMeansToJava(List<String> words) throws Exception {
    Result real = real(words).run();
    Result ours = ours(words).run();
    assertThat(ours.out()).isEqualTo(real.out());
    assertThat(ours.err()).isEqualTo(real.err());
    assertThat(ours.code()).isEqualTo(real.code());
  }

  @Test
  void optionsOfTheEnvironmentArePickedUp() throws Exception {
    List<String> words = List.of("-cp", "classes", "Show");
    Result real = real(words).variable("JDK_JAVA_OPTIONS", "-Dkey='a b' -ea").run();
    assertThat(ours(words).variable("JDK_JAVA_OPTIONS", "-Dkey='a b' -ea").run()).isEqualTo(real);
  }

  /**
   * One for the launcher, one for the JVM before its words and one after; a main class and an open
   * quote are for none, and a JVM knows no {@code -cp} and no value in the next word.
   */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "-Dkey=\"a \\b\" -ea, -Dkey=c -Dother=d, ",
        "-Dkey=a, Show, ",
        "-jar show.jar, , ",
        "Show, , ",
        "@words, , ",
        "-Dkey=\"a, , ",
        "-Dkey=a -ea, -Dkey=b, -Dkey='c d' -da",
        ", , -Djava.class.path=none",
        "-cp none, -Djava.class.path=none, -Djava.class.path=classes",
        ", -Djava.class.path=none, ",
        ", -cp none, ",
        ", , -cp none",
        ", --add-opens java.base/java.util=ALL-UNNAMED, ",
        ", , --add-opens=java.base/java.util=ALL-UNNAMED",
        ", , -showversion",
        ", , Show",
        ", , @words",
        ", , -Dkey='a",
        "``, ``, ``"
      })
  void variablesMeanWhatTheyMeanToJava(
      @Nullable String launcher, @Nullable String first, @Nullable String last) throws Exception {
    for (List<String> words :
        List.of(
            List.of("-cp", "classes", "-Dkey=given", "Show", "a"),
            List.of("@words"),
            List.of("-cp", "classes", "Told", "a"),
            List.of("-cp", "classes", "Nix"))) {
      Result real = picking(real(words), launcher, first, last).run();
      assertThat(picking(ours(words), launcher, first, last).run()).isEqualTo(real);
    }
  }

  private static CommandRun picking(
      CommandRun run, @Nullable String launcher, @Nullable String first, @Nullable String last) {
    set(run, "JDK_JAVA_OPTIONS", launcher);
    set(run, "JAVA_TOOL_OPTIONS", first);
    set(run, "_JAVA_OPTIONS", last);
    return run;
  }

  private static void set(CommandRun run, String variable, @Nullable String value) {
    if (value != null) {
      var _ = run.variable(variable, value);
    }
  }

  /** A JVM that is a client, and the host that it starts, do not take them for themselves. */
  @Test
  void variablesAreForTheProgramOnly() throws Exception {
    List<String> words = List.of("-cp", "classes", "Show");
    Result real = picking(real(words), "-Dkey=a", "-Xmx40m -ea", "-Dkey=b").run();
    CommandRun ours = ours(words).variable("METAPROC_HOST", "own");
    Result result =
        picking(ours, "-Dkey=a", "-Xmx40m -ea", "-Dkey=b")
            .variable("METAPROC_CLIENT_COMMAND", "jvm")
            .run();
    assertThat(result.out()).isEqualTo(real.out());
    assertThat(result.err())
        .isEqualTo(
            real.err()
                .replace(
                    "complaint",
                    "metaproc: java option '-Xmx40m' has no effect on one program of a shared JVM"
                        + " (java --strict runs it in a JVM of its own; said once)\ncomplaint"));
    assertThat(result.code()).isEqualTo(real.code());
    assertThat(Files.readString(dir.resolve("state/own/host.log"))).doesNotContain("Picked up");
    assertThat(metaproc("--host", "own", "host", "stop")).isEmpty();
  }

  @Test
  void anOptionForTheWholeJvmIsToldOnceAndHonouredWhenStrict() throws Exception {
    List<String> words = List.of("-Xmx47m", "-cp", "classes", "Show");
    String told =
        "metaproc: java option '-Xmx47m' has no effect on one program of a shared JVM (java"
            + " --strict runs it in a JVM of its own; said once)\n";
    assertThat(ours(words).run().err()).isEqualTo(told + "complaint\n");
    assertThat(ours(words).run().err()).isEqualTo("complaint\n");
    List<String> strict =
        List.of("--strict", "-XX:+PrintFlagsFinal", "-cp", "classes", "Show", "a");
    Result own = ours(strict).run();
    assertThat(own.out()).contains("MaxHeapSize").endsWith("[a] 1 false null classes\n");
    assertThat(own.code()).isEqualTo(1);
    assertThat(ours(List.of("--strict", "-jar", "show.jar", "cat")).input("text").run().out())
        .endsWith("show.jar\ntext");
  }

  @Test
  void aStartScriptOfAServerStartsItInTheHostAndStopsIt() throws Exception {
    Programs.compile(
        dir.resolve("classes"),
        "Serve",
        """
        public class Serve {
          public static void main(String[] words) throws Exception {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("stopped")));
            System.out.println("serving " + System.getProperty("base") + " " + words[0]);
            Thread.sleep(Long.MAX_VALUE);
          }
        }
        """);
    Path script =
        Files.writeString(
            dir.resolve("server.sh"),
            """
            #!/bin/sh
            # in the manner of catalina.sh and jetty.sh
            cd "$(dirname "$0")" || exit 1
            case $1 in
              start)
                nohup "$JAVA_HOME/bin/java" -Dbase="$PWD" -classpath classes Serve "$1" \
                  > server.out 2>&1 < /dev/null &
                echo $! > server.pid
                ;;
              stop) kill "$(cat server.pid)" ;;
            esac
            """);
    String home = CommandRun.command(dir, "metaproc", "java-home").run().out().strip();
    ours(List.of("-cp", "classes", "Show")).run(); // the host runs
    assertThat(withHome(home, "sh " + script + " start").run().code()).isZero();
    Path out = dir.resolve("server.out");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.readString(out).equals("serving " + dir.toRealPath() + " start\n"));
    assertThat(metaproc("ps", "-q")).contains("serve-");
    assertThat(withHome(home, "sh " + script + " stop").run().code()).isZero();
    await().atMost(Duration.ofSeconds(60)).until(() -> !metaproc("ps", "-q").contains("serve-"));
    assertThat(events()).containsPattern(" die serve-\\d+ 130");
    unlink(home);
  }

  private static CommandRun withHome(String home, String line) throws IOException {
    return CommandRun.shell(dir, dir, line)
        .variable("JAVA_HOME", home)
        .variable("METAPROC_RUNTIME_DIR", dir.resolve("run").toString())
        .variable("METAPROC_STATE_DIR", dir.resolve("state").toString());
  }

  @Test
  void mavenRunsWithTheJavaHomeWePrint() throws Exception {
    String home = CommandRun.command(dir, "metaproc", "java-home").run().out().strip();
    Result version = withHome(home, "mvn -version").run();
    assertThat(version.out()).contains("Apache Maven", "Java version: 25");
    assertThat(version.code()).isZero();
    Files.writeString(
        Files.createDirectories(dir.resolve("project/src/main/java")).resolve("A.java"),
        "public class A {}");
    Files.writeString(
        dir.resolve("project/pom.xml"),
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>a</groupId><artifactId>a</artifactId><version>1</version>
          <properties>
            <maven.compiler.release>25</maven.compiler.release>
            <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
          </properties>
          <build><plugins>
            <plugin><artifactId>maven-resources-plugin</artifactId><version>3.3.1</version></plugin>
            <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.16.0</version></plugin>
          </plugins></build>
        </project>
        """);
    Result build = withHome(home, "cd project && mvn -o -B -q compile").run();
    assertThat(build.code()).as(build.out() + build.err()).isZero();
    assertThat(dir.resolve("project/target/classes/A.class")).exists();
    assertThat(events()).contains(" start launcher-"); // the host's, no JVM of its own
    unlink(home);
  }
}
