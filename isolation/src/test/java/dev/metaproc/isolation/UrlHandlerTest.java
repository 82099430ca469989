package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs with URL handlers of their own, as Spring Boot's loader has one for jars. */
class UrlHandlerTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(names = {"LOADER", "SHARED"})
  void classesAreLoadedWhileAPackageOfHandlersIsNamed(Isolation isolation) throws Exception {
    Path classes =
        Compiled.in(
            directory,
            """
            public class Main {
              public static void main(String[] args) throws Exception {
                System.setProperty("java.protocol.handler.pkgs", "own.handlers");
                System.out.println(new Other());
                java.net.URL url = Main.class.getResource("Main.class");
                System.out.println(url.getProtocol() + " " + (url.openStream().readAllBytes().length > 100));
                System.out.println(java.net.URI.create("jar:file:/x.jar!/y").toURL());
              }
            }
            class Other {
              @Override public String toString() {
                return "other";
              }
            }
            """);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MetaProcess host = MetaProcess.open(ApiSurface.minimal())) {
      Program program =
          host.program()
              .classPath(List.of(Compiled.jar(classes, Map.of())))
              .mainClass("Main")
              .isolation(isolation)
              .output(out)
              .error(out)
              .start();
      assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("other\njar true\njar:file:/x.jar!/y\n");
  }
}
