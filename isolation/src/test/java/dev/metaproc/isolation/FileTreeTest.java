package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
  private static final int DEPTH = 12;

  @TempDir Path dir;

  /** Together two such paths are longer than the kernel takes, whoever asks. */
  private static Path longPath(Path root) throws Exception {
    Path deepest = root;
    for (int i = 0; i < DEPTH; i++) {
      deepest = deepest.resolve("x".repeat(250));
    }
    return Files.createDirectories(deepest);
  }

  @Test
  void whatCanBeNoPackageIsPassedOver() throws Exception {
    Path root = Files.createDirectories(dir.resolve("a.b"));
    Files.writeString(Files.createDirectories(root.resolve("p/q")).resolve("A.class"), "");
    Files.writeString(Files.createDirectories(root.resolve("p/.git")).resolve("B.class"), "");
    List<Path> found = new ArrayList<>();
    FileTree.visit(root, found::add);
    assertThat(found)
        .containsExactly(root, root.resolve("p"), root.resolve("p/q"), root.resolve("p/q/A.class"));
  }

  @Test
  void aProgramStartsFromADirectoryOfWhichNotAllCanBeRead() throws Exception {
    Path classes =
        Compiled.in(
            dir,
            """
            public class Main {
              public static void main(String[] args) {
                System.out.print("runs");
              }
            }
            """);
    Path upper = longPath(classes.resolve("upper"));
    Path lower = dir.resolve("lower");
    longPath(lower);
    Files.move(lower, upper.resolve("y"));
    try (MetaProcess host = MetaProcess.open(ApiSurface.minimal());
        Stream<Path> files = Files.walk(classes)) {
      assertThatThrownBy(files::count).isInstanceOf(UncheckedIOException.class);
      for (Isolation isolation : List.of(Isolation.LOADER, Isolation.SHARED)) {
        Program program =
            host.program()
                .mainClass("Main")
                .classPath(List.of(classes))
                .isolation(isolation)
                .start();
        assertThat(new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .isEqualTo("runs");
      }
    } finally {
      Files.move(upper.resolve("y"), lower); // or it could not be deleted
    }
  }
}
