package dev.metaproc.launcher.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StdinRouterTest {
  private static StdinRouter router(InputStream source, int ranks, int... readers) {
    List<Integer> isFor = Arrays.stream(readers).boxed().toList();
    return new StdinRouter(source, ranks, isFor::contains, rank -> {});
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  @Test
  void oneRankReadsAndOthersSeeTheEnd() throws IOException {
    StdinRouter router = router(text("hello"), 3, 1);
    assertThat(router.forRank(0).read()).isEqualTo(-1);
    assertThat(router.forRank(1).readAllBytes()).asString().isEqualTo("hello");
    assertThat(router.forRank(1).read()).isEqualTo(-1);
    assertThat(router.forRank(2).available()).isZero();
  }

  @Test
  void noRankReads() throws IOException {
    InputStream source = text("hello");
    assertThat(router(source, 1).forRank(0).read()).isEqualTo(-1);
    assertThat(source.available()).isEqualTo(5);
  }

  @Test
  void everyRankReadsEverything() {
    byte[] input = new byte[1 << 20];
    new Random(3).nextBytes(input);
    StdinRouter router = router(new ByteArrayInputStream(input), 3, 0, 1, 2);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<byte[]>> results = new ArrayList<>();
      for (int rank = 0; rank < 3; rank++) {
        InputStream stream = router.forRank(rank);
        results.add(CompletableFuture.supplyAsync(() -> everything(stream), threads));
      }
      assertThat(results).allSatisfy(read -> assertThat(read.join()).isEqualTo(input));
    }
  }

  private static byte[] everything(InputStream stream) {
    try {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRankThatEndedIsNotWaitedFor() throws IOException {
    StdinRouter router = router(new ByteArrayInputStream(new byte[1 << 20]), 2, 0, 1);
    router.forRank(1).close();
    assertThat(router.forRank(0).readAllBytes()).hasSize(1 << 20);
  }

  @Test
  void whatNobodyAsksForIsLeftInTheSource() throws IOException {
    InputStream source = text("hello");
    StdinRouter router = router(source, 1, 0);
    assertThat(router.forRank(0).available()).isEqualTo(5);
    assertThat(source.available()).isEqualTo(5);
  }

  @Test
  void thePromptIsShownBeforeTheWait() throws Exception {
    ConcurrentLinkedQueue<Integer> asked = new ConcurrentLinkedQueue<>();
    PipedOutputStream typing = new PipedOutputStream();
    StdinRouter router =
        new StdinRouter(new PipedInputStream(typing), 4, rank -> rank == 3, asked::add);
    CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> one(router.forRank(3)));
    await().until(() -> asked.contains(3));
    typing.write('x');
    typing.flush();
    assertThat(read.get()).isEqualTo('x');
  }

  private static int one(InputStream stream) {
    try {
      return stream.read();
    } catch (IOException e) {
      return -2;
    }
  }

  @Test
  void closingEndsAReadThatWaits() throws Exception {
    PipedOutputStream typing = new PipedOutputStream();
    StdinRouter router = router(new PipedInputStream(typing), 1, 0);
    InputStream stream = router.forRank(0);
    CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> one(stream));
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().equals("metaproc/stdin")));
    stream.close();
    assertThat(read.get()).isEqualTo(-2);
    assertThatThrownBy(stream::available).hasMessage("the stream is closed");
    typing.close();
  }
}
