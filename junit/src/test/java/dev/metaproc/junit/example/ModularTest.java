package dev.metaproc.junit.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.metaproc.junit.MetaProgram;
import dev.metaproc.junit.TestProgram;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Tests of a project with a module descriptor, in a JVM as Surefire starts it for one. */
@Timeout(120)
class ModularTest {
  @TempDir Path dir;

  /** Run in a JVM of its own by the test below. */
  @Tag("inner")
  static class Inner {
    @Test
    void greets(@MetaProgram(mainClass = "acme.shop.Tested", ready = "ready") TestProgram program) {
      assertThat(program.output()).containsExactly("ready 1 false");
    }
  }

  /** The main class of that JVM. */
  static final class Runner {
    private Runner() {}

    public static void main(String[] words) {
      var tests =
          EngineTestKit.engine("junit-jupiter").selectors(selectClass(Inner.class)).execute();
      tests.testEvents().debug(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
      tests.testEvents().assertStatistics(statistics -> statistics.succeeded(1));
    }
  }

  private static void compile(Path to, String name, String source, String... options)
      throws Exception {
    Path file = Files.writeString(to.resolveSibling(name + ".java"), source);
    List<String> words = new ArrayList<>(List.of("-d", to.toString(), file.toString()));
    words.addAll(List.of(options));
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, words.toArray(String[]::new)))
        .isZero();
  }

  @Test
  void programsAreFoundInTheModuleAndInTheTestsThatPatchIt() throws Exception {
    Path module = Files.createDirectory(dir.resolve("module"));
    Path tests = Files.createDirectory(dir.resolve("tests"));
    compile(module, "Shop", "package acme.shop; public class Shop { public static int count; }");
    compile(
        tests,
        "Tested",
        """
        package acme.shop;
        public class Tested {
          public static void main(String[] words) {
            System.out.println("ready " + ++Shop.count + " " + Shop.class.getModule().isNamed());
          }
        }
        """,
        "-cp",
        module.toString());
    compile(module, "module-info", "module acme.shop { }");
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--module-path=" + module,
                "--add-modules=acme.shop",
                "--patch-module=acme.shop=" + tests,
                "-cp",
                System.getProperty("java.class.path"),
                Runner.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = jvm.inputReader().readAllAsString();
    assertThat(jvm.waitFor()).as(said).isZero();
  }
}
