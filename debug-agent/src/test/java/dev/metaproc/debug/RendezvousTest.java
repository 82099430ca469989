package dev.metaproc.debug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.metaproc.isolation.ApiSurface;
import dev.metaproc.isolation.MetaProcess;
import dev.metaproc.isolation.Program;
import dev.metaproc.isolation.ThreadKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RendezvousTest {
  /** A program that reads its standard input to the end. */
  public static final class Waiting {
    private Waiting() {}

    public static void main(String[] args) throws Exception {
      System.in.read();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRunningProgramIsListedWithItsStacksUntilItEnds(ThreadKind threads) throws Exception {
    Rendezvous rendezvous = Rendezvous.HERE;
    try (MetaProcess host = MetaProcess.open(ApiSurface.minimal())) {
      host.addListener(rendezvous);
      Program program =
          host.program()
              .classPath(List.of(Path.of("target/test-classes").toAbsolutePath()))
              .mainClass(Waiting.class.getName())
              .threads(threads)
              .name("waiting")
              .start();
      assertThat(rendezvous.programs()).containsExactly(program);
      await()
          .untilAsserted(
              () ->
                  assertThat(ThreadDump.of(program))
                      .startsWith("Thread dump of waiting (pid " + program.pid() + "): ")
                      .contains("\"main\" #")
                      .contains("Waiting.main(RendezvousTest.java"));
      program.getOutputStream().close();
      assertThat(program.waitFor()).isZero();
      assertThat(rendezvous.programs()).isEmpty();
    }
  }
}
