package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code java.lang.instrument} agents of one program. */
@Timeout(120)
class AgentTest {
  private static final String MAIN =
      """
      public class Main {
        public static void main(String[] words) throws Exception {
          System.out.println(text() + " " + new Other().text());
          if (words.length > 0) {
            Class.forName("Agent").getMethod("again", Class.class).invoke(null, Main.class);
            System.out.println(text());
          }
        }

        static String text() {
          return "plain";
        }
      }

      class Other {
        String text() {
          return "plain";
        }
      }
      """;

  private static final String AGENT =
      """
      import java.lang.instrument.*;
      import java.nio.charset.StandardCharsets;
      import java.security.ProtectionDomain;
      import java.util.*;

      public class Agent {
        static Instrumentation instrumentation;
        static String word = "first";

        public static void premain(String options, Instrumentation given) throws Exception {
          System.out.println("premain " + options);
          begin(given);
          if ("modules".equals(options)) {
            given.redefineModule(Object.class.getModule(), Set.of(), Map.of(), Map.of(), Set.of(),
                Map.of());
          }
          if ("string".equals(options)) {
            given.retransformClasses(String.class);
          }
        }

        public static void agentmain(String options, Instrumentation given) {
          System.out.println("agentmain '" + options + "'");
          begin(given);
        }

        static void begin(Instrumentation given) {
          instrumentation = given;
          given.addTransformer(new ClassFileTransformer() {
            @Override
            public byte[] transform(ClassLoader loader, String name, Class<?> of,
                ProtectionDomain domain, byte[] bytes) {
              if (name.startsWith("java") || domain == null) {
                throw new IllegalStateException("not this program's");
              }
              String text = new String(bytes, StandardCharsets.ISO_8859_1);
              return text.replace("\\0\\5plain", "\\0\\5" + word)
                  .getBytes(StandardCharsets.ISO_8859_1);
            }
          }, true);
        }

        public static void again(Class<?> main) throws Exception {
          word = "again";
          System.out.println(instrumentation.isModifiableClass(main) + " "
              + instrumentation.isModifiableClass(String.class) + " "
              + List.of(instrumentation.getAllLoadedClasses()).contains(main) + " "
              + (instrumentation.getObjectSize(new byte[1000]) > 1000));
          instrumentation.retransformClasses(main);
        }
      }
      """;

  /** An agent whose transformer needs a class of its own, as AspectJ's weaver does. */
  private static final String NEEDY =
      """
      import java.lang.instrument.*;
      import java.security.ProtectionDomain;

      public class Needy implements ClassFileTransformer {
        static final StringBuffer seen = new StringBuffer();

        public static void premain(String options, Instrumentation given) {
          given.addTransformer(new Needy());
        }

        @Override
        public byte[] transform(ClassLoader loader, String name, Class<?> of,
            ProtectionDomain domain, byte[] bytes) {
          if (loader == Needy.class.getClassLoader()) {
            Helper.see(name);
          }
          return null;
        }
      }

      class Helper {
        static void see(String name) {
          Needy.seen.append(name).append(' ');
          new Second();
        }
      }

      class Second {}
      """;

  private static final String SEEN =
      """
      public class Main {
        public static void main(String[] words) throws Exception {
          new Other();
          var seen = Class.forName("Needy").getDeclaredField("seen");
          seen.setAccessible(true);
          System.out.println(seen.get(null));
        }
      }

      class Other {}
      """;

  @TempDir Path dir;
  private MetaProcess host;
  private Path classes;
  private Path agent;

  @BeforeEach
  void open() throws Exception {
    host = MetaProcess.open(ApiSurface.minimal());
    classes = Compiled.in(Files.createDirectory(dir.resolve("main")), MAIN);
    Path agents = Compiled.in(Files.createDirectory(dir.resolve("agent")), AGENT);
    agent =
        Compiled.jar(agents, Map.of("Premain-Class", "Agent", "Can-Retransform-Classes", "true"));
  }

  @AfterEach
  void close() {
    host.close();
  }

  private ProgramBuilder program(String... words) {
    return host.program().mainClass("Main").classPath(List.of(classes)).arguments(List.of(words));
  }

  private static String output(Program program) throws Exception {
    return new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        + new String(program.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void anAgentChangesItsProgramAndNoOther() throws Exception {
    assertThat(output(program().agent(agent, "one").start()))
        .isEqualTo("premain one\nfirst first\n");
    assertThat(output(program().start())).isEqualTo("plain plain\n");
    assertThat(output(program().agent(agent, null).start()))
        .isEqualTo("premain null\nfirst first\n");
  }

  @Test
  void aLoadedClassIsChangedAgain() throws Exception {
    assertThat(output(program("more").agent(agent, "").start()))
        .isEqualTo("premain \nfirst first\ntrue false true true\nagain\n");
    assertThat(output(program().start())).isEqualTo("plain plain\n");
  }

  @Test
  void whatATransformerLoadsIsNotShownToIt() throws Exception {
    Path main = Compiled.in(Files.createDirectory(dir.resolve("seen")), SEEN);
    Path needy = Compiled.in(Files.createDirectory(dir.resolve("needy")), NEEDY);
    Path jar = Compiled.jar(needy, Map.of("Premain-Class", "Needy"));
    Program program =
        host.program().mainClass("Main").classPath(List.of(main)).agent(jar, "").start();
    assertThat(output(program)).isEqualTo("Main Other \n");
  }

  @Test
  void aJarStartsItsOwnAgent() throws Exception {
    Path both = Compiled.in(Files.createDirectory(dir.resolve("both")), MAIN, AGENT);
    Path jar = Compiled.jar(both, Map.of("Main-Class", "Main", "Launcher-Agent-Class", "Agent"));
    assertThat(output(host.program().jar(jar).start())).isEqualTo("agentmain ''\nfirst first\n");
  }

  @Test
  void whatOnlyAWholeJvmHasIsRefusedBeforeTheMainClassIsLoaded() throws Exception {
    refused("modules", "an agent changes module java.base");
    refused("string", "an agent changes java.lang.String");
  }

  private void refused(@Nullable String options, String what) throws Exception {
    Program program = program().agent(agent, options).start();
    assertThat(output(program)).isEqualTo("premain " + options + "\n");
    assertThat(program.waitFor()).isEqualTo(126);
    assertThat(program.uncaught().orElseThrow())
        .isInstanceOf(OwnJvmNeededException.class)
        .hasMessage(
            what + ", which all programs of a JVM share: it needs a JVM of its own (--strict)");
  }

  @Test
  void whatIsNoAgentIsSaid() {
    assertThatThrownBy(() -> program().agent(dir.resolve("nix.jar"), null).start())
        .hasMessage(
            "agent " + dir.resolve("nix.jar") + " is no jar with Premain-Class in its manifest");
  }
}
