package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BytePipeTest {
  @Test
  void bytesArriveInOrderThroughAPipeSmallerThanTheMessage() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] sent = new byte[100_000];
    random.nextBytes(sent);
    BytePipe pipe = new BytePipe(257);
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (var sink = pipe.sink()) {
                    for (int i = 0; i < sent.length; ) {
                      int count = Math.min(sent.length - i, 1 + random.nextInt(1000));
                      sink.write(sent, i, count);
                      i += count;
                    }
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                });
    assertThat(pipe.source().readAllBytes()).as("seed %d", seed).isEqualTo(sent);
    writer.join();
  }

  @Test
  void writingWithoutAReaderIsABrokenPipe() throws Exception {
    BytePipe pipe = new BytePipe(8);
    pipe.source().close();
    assertThatThrownBy(() -> pipe.sink().write(1))
        .isInstanceOf(IOException.class)
        .hasMessage("Broken pipe");
  }

  @Test
  void aClosedWriterIsTheEndOfInputAfterWhatItWrote() throws Exception {
    BytePipe pipe = new BytePipe(8);
    pipe.sink().write(new byte[] {1, 2});
    pipe.sink().close();
    assertThat(pipe.source().available()).isEqualTo(2);
    assertThat(pipe.source().readAllBytes()).containsExactly(1, 2);
    assertThat(pipe.source().read()).isEqualTo(-1);
  }
}
