package dev.metaproc.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs of {@code src/test/programs}, each about one part of the JVM that programs share,
 * behave in a host as plain {@code java} made them behave on this machine just before.
 */
class OwnProgramsTest {
  @TempDir static Path directory;

  private static OwnCorpus corpus;
  private static int count;

  @BeforeAll
  static void recordPlainJava() throws IOException {
    corpus = OwnCorpus.build(directory);
    count = CorpusFolder.read(corpus.root()).cases().size();
    assertThat(count).isGreaterThan(1);
    assertPassed(corpus.run("--record"), count);
  }

  private static void assertPassed(String printed, int runs) {
    assertThat(List.of(printed.split("\n")))
        .as(printed)
        .startsWith("exit 0")
        .endsWith(runs + " passed, 0 failed");
  }

  @Test
  void oneAfterAnotherInOneHostTwice() {
    assertPassed(corpus.run("--mode=sequence", "--repeat=2"), 2 * count);
  }

  @Test
  void eightAtATime() {
    assertPassed(corpus.run("--mode=eight"), count);
  }

  @Test
  void twoCopiesOfEachAtOnceSharingTheirClasses() {
    assertPassed(corpus.run("--mode=pairs", "--isolation=shared"), 2 * count);
  }

  @Test
  void twoCopiesOfEachAtOnce() {
    assertPassed(corpus.run("--mode=pairs"), 2 * count);
  }
}
