package dev.metaproc.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the runner says of programs that do not behave, and of corpora that cannot be run. */
class CorpusMainTest {
  @TempDir private Path directory;
  private OwnCorpus corpus;

  @BeforeEach
  void record() throws IOException {
    corpus = OwnCorpus.build(directory, "exits");
    assertThat(corpus.run("--record")).contains("1 passed, 0 failed");
  }

  private Path expected(String name) {
    return corpus.root().resolve("exits/expected").resolve(name);
  }

  @Test
  void aDifferenceIsShownWithBothLines() throws IOException {
    Files.writeString(expected("stdout.txt"), "firstsecond\n");
    assertThat(corpus.run("--mode=sequence"))
        .isEqualTo(
            """
            exit 1
            FAIL  sequence exits
                stdout.txt line 1
                  java:   firstsecond
                  hosted: firstsecondnull
            failed:
                sequence exits
            0 passed, 1 failed
            """);
  }

  @Test
  void aWrongExitCodeFails() throws IOException {
    Files.writeString(expected("exit.txt"), "0\n");
    assertThat(corpus.run("--mode=sequence")).contains("exit.txt line 1", "hosted: 255");
  }

  @Test
  void anUnexpectedFileFails() throws IOException {
    Files.writeString(expected("tree.txt"), "in.txt\n");
    assertThat(corpus.run("--mode=sequence")).contains("tree.txt line 1", "classes/Exits.class");
  }

  @Test
  void otherThanInLoaderModeEachLineSaysHowTheProgramRan() {
    assertThat(corpus.run("--mode=sequence", "--isolation=shared"))
        .isEqualTo("exit 0\nok    sequence exits - shared\n1 passed, 0 failed\n");
    // its classes are in a working directory of its own, another one each time
    assertThat(corpus.run("--mode=sequence", "--isolation=auto"))
        .isEqualTo(
            """
            exit 0
            ok    sequence exits - loader: nothing else has run from its class path yet
            1 passed, 0 failed
            """);
    assertThat(corpus.run("--mode=fresh", "--isolation=shared"))
        .contains("ok    fresh exits - shared");
  }

  @Test
  void aFreshHostIsAnotherJvm() throws IOException {
    assertThat(corpus.run("--mode=fresh")).contains("ok    fresh exits", "1 passed, 0 failed");
    Files.writeString(expected("exit.txt"), "0\n");
    assertThat(corpus.run("--mode=fresh")).contains("host exit code 1", "hosted: 255");
  }

  @Test
  void aJarThatIsNotThereIsNamed() throws IOException {
    Files.writeString(corpus.root().resolve("exits/resolved.tsv"), "cp\tno/such.jar\t00\n");
    assertThat(corpus.run("--mode=sequence", "--repository=" + directory))
        .contains("no/such.jar is not in " + directory + ": resolve the corpus first");
  }

  @Test
  void nothingToRunIsAnError() {
    assertThat(corpus.run("--only=other*"))
        .isEqualTo("exit 2\nrun.sh: no case in " + corpus.root() + " matches [other*]\n");
  }
}
