package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** JNDI's builders can be set once in a JVM, as servers do: here, once in each program. */
@Timeout(240)
class NamingTest {
  @ParameterizedTest
  @EnumSource(names = {"LOADER", "SHARED"})
  void everyProgramSetsItsOwnBuilders(Isolation isolation, @TempDir Path directory)
      throws Exception {
    Path classes =
        Compiled.in(
            directory,
            """
            import java.util.Hashtable;
            import javax.naming.*;
            import javax.naming.spi.*;

            public class Main {
              static void report(String name) throws Exception {
                System.out.println(name + " " + NamingManager.hasInitialContextFactoryBuilder() + " "
                    + NamingManager.getObjectInstance("plain", null, null, new Hashtable<>()));
              }
              interface Step { void run() throws Exception; }
              static void twice(Step step) throws Exception {
                step.run();
                try {
                  step.run();
                } catch (IllegalStateException e) {
                  System.out.println(e.getMessage());
                }
              }
              public static void main(String[] args) throws Exception {
                report("before");
                if (args.length > 0) {
                  twice(() -> NamingManager.setInitialContextFactoryBuilder(env -> ignored -> null));
                  twice(() -> DirectoryManager.setObjectFactoryBuilder(
                      (object, env) -> (of, name, context, more) -> of + " of " + args[0]));
                  report("after");
                }
              }
            }
            """);
    String before = "before false plain\n";
    try (MetaProcess host = MetaProcess.open(ApiSurface.minimal())) {
      for (String name : List.of("one", "two")) {
        assertThat(run(host, classes, isolation, List.of(name)))
            .isEqualTo(
                before
                    + "InitialContextFactoryBuilder already set\n"
                    + "ObjectFactoryBuilder already set\n"
                    + "after true plain of "
                    + name
                    + "\n");
      }
      assertThat(run(host, classes, isolation, List.of())).isEqualTo(before);
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(host.leaks()).isEmpty());
    }
  }

  private static String run(
      MetaProcess host, Path classes, Isolation isolation, List<String> arguments)
      throws ProgramException, InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Program program =
        host.program()
            .classPath(List.of(classes))
            .mainClass("Main")
            .isolation(isolation)
            .arguments(arguments)
            .output(out)
            .error(out)
            .start();
    assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return out.toString(StandardCharsets.UTF_8);
  }
}
