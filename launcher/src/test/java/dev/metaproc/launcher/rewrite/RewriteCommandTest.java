package dev.metaproc.launcher.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaproc.launcher.exit.ExitCodes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewriteCommandTest {
  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void compile() throws Exception {
    Path source = directory.resolve("Counter.java");
    Files.writeString(source, "class Counter { static int n; native void m(); } class Plain {}");
    String[] words = {"-d", directory.toString(), source.toString()};
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, words)).isZero();
  }

  private int run(String... words) {
    return RewriteCommand.run(List.of(words), out, err);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("");
  }

  @Test
  void verdictsOfAClassPathHaveTheirReasons() {
    assertThat(run("-cp", directory.toString())).isEqualTo(ExitCodes.SUCCESS);
    assertThat(out())
        .isEqualTo(
            """
            VETO Counter: native method m: its library has one set of globals for all programs
            2 classes: 1 kept, 0 with statics per program, 1 vetoes: loader mode
            """);
  }

  @Test
  void aClassIsDumpedByName() {
    assertThat(run("--dump", "Plain", directory.toString())).isEqualTo(ExitCodes.SUCCESS);
    assertThat(out()).isEqualTo("KEEP Plain: no statics\n");
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThat(run("-cp", directory.toString(), "None")).isEqualTo(ExitCodes.USAGE);
    assertThat(err())
        .isEqualTo("metaproc rewrite: class None is not on the class path: name it as java does");
    err.reset();
    assertThat(run("none.jar")).isEqualTo(ExitCodes.USAGE);
    assertThat(err())
        .isEqualTo(
            "metaproc rewrite: none.jar does not exist: name a jar or a directory of classes");
    err.reset();
    assertThat(run("--dump")).isEqualTo(ExitCodes.USAGE);
    assertThat(err())
        .isEqualTo("metaproc rewrite: no classes to look at: name a jar, or a class path with -cp");
  }

  @Test
  void aFileThatIsNoJarIsRefused() throws Exception {
    Path file = Files.writeString(directory.resolve("no.jar"), "no");
    assertThat(run(file.toString())).isEqualTo(ExitCodes.USAGE);
    assertThat(err())
        .isEqualTo("metaproc rewrite: cannot read the class path: zip END header not found");
  }
}
