package dev.metaproc.launcher.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LineMultiplexerTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

  private LineMultiplexer start(int ranks) {
    return start(ranks, LineFormat.PLAIN);
  }

  private LineMultiplexer start(int ranks, LineFormat format) {
    return LineMultiplexer.start(terminal, "metaproc/test", ranks, format);
  }

  private static void print(OutputStream stream, String text) throws IOException {
    stream.write(text.getBytes(UTF_8));
  }

  private static void allShown(LineMultiplexer multiplexer) {
    assertThat(multiplexer.close(LIMIT)).isEqualTo(new LineMultiplexer.Delivery(0, null));
  }

  private String shown() {
    return terminal.toString(UTF_8);
  }

  @Nested
  class Lines {
    @Test
    void ofDifferentRanksAreNotTorn() throws IOException {
      LineMultiplexer multiplexer = start(2);
      print(multiplexer.forRank(0), "hel");
      print(multiplexer.forRank(1), "good ");
      print(multiplexer.forRank(0), "lo\n");
      print(multiplexer.forRank(1), "bye\n");
      allShown(multiplexer);
      assertThat(shown().lines()).containsExactlyInAnyOrder("hello", "good bye");
    }

    @Test
    void areTaggedWithTheirRank() throws IOException {
      LineMultiplexer multiplexer =
          start(12, new LineFormat("[%r] ", false, InstantSource.system()));
      print(multiplexer.forRank(11), "a\n\nb\n");
      print(multiplexer.forHost(), "host\n");
      allShown(multiplexer);
      assertThat(shown().lines()).containsExactlyInAnyOrder("[11] a", "[11] ", "[11] b", "host");
    }

    @Test
    void areTaggedWithTheTime() throws IOException {
      InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.678Z"));
      LineMultiplexer multiplexer = start(2, new LineFormat("[%r] ", true, clock));
      print(multiplexer.forRank(1), "a\n");
      allShown(multiplexer);
      assertThat(shown()).matches("2026-01-0[123]T\\d\\d:\\d\\d:05\\.678 \\[1] a\n");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void ofManyRanksInAnyPiecesArriveWholeAndInOrder(long seed) throws InterruptedException {
      int ranks = 8;
      int lines = 2_000;
      LineMultiplexer multiplexer = start(ranks);
      List<Thread> writers = new ArrayList<>();
      for (int rank = 0; rank < ranks; rank++) {
        Random random = new Random(seed * 31 + rank);
        OutputStream stream = multiplexer.forRank(rank);
        int id = rank;
        Thread.Builder builder = rank % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
        writers.add(builder.start(() -> printInPieces(stream, id, lines, random)));
      }
      for (Thread writer : writers) {
        writer.join();
      }
      allShown(multiplexer);
      assertEachRankCountsUp(ranks, lines, seed);
    }

    private void printInPieces(OutputStream stream, int rank, int lines, Random random) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < lines; i++) {
        text.append(rank).append(' ').append(i).append(' ');
        text.append("x".repeat(random.nextInt(80))).append('\n');
      }
      byte[] bytes = text.toString().getBytes(UTF_8);
      try {
        for (int from = 0; from < bytes.length; ) {
          int length = Math.min(bytes.length - from, 1 + random.nextInt(200));
          stream.write(bytes, from, length);
          from += length;
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    private void assertEachRankCountsUp(int ranks, int lines, long seed) {
      int[] next = new int[ranks];
      for (String line : shown().split("\n", -1)) {
        if (!line.isEmpty()) {
          assertThat(line).as("seed %s", seed).matches("\\d \\d+ x*");
          String[] words = line.split(" ", -1);
          int rank = Integer.parseInt(words[0]);
          assertThat(Integer.parseInt(words[1])).as("seed %s", seed).isEqualTo(next[rank]++);
        }
      }
      assertThat(next).containsOnly(lines);
    }
  }

  @Nested
  class UnfinishedLines {
    @Test
    void areShownAtOnceByTheOnlyRank() throws IOException {
      LineMultiplexer multiplexer = start(1);
      print(multiplexer.forRank(0), "name? ");
      await().untilAsserted(() -> assertThat(shown()).isEqualTo("name? "));
      print(multiplexer.forRank(0), "Bob\n");
      allShown(multiplexer);
      assertThat(shown()).isEqualTo("name? Bob\n");
    }

    @Test
    void areShownBeforeTheirRankReads() throws IOException {
      LineMultiplexer multiplexer = start(2);
      print(multiplexer.forRank(0), "name? ");
      multiplexer.showPartial(0);
      await().untilAsserted(() -> assertThat(shown()).isEqualTo("name? "));
      print(multiplexer.forRank(1), "other\n");
      await().untilAsserted(() -> assertThat(shown()).isEqualTo("name? \nother\n"));
      print(multiplexer.forRank(0), "rest\n");
      allShown(multiplexer);
      assertThat(shown()).isEqualTo("name? \nother\nrest\n");
    }

    @Test
    void areContinuedByTheirOwnRankWithoutANewTag() throws IOException {
      LineMultiplexer multiplexer =
          start(2, new LineFormat("[%r] ", false, InstantSource.system()));
      print(multiplexer.forRank(0), "name? ");
      multiplexer.showPartial(0);
      await().untilAsserted(() -> assertThat(shown()).isEqualTo("[0] name? "));
      print(multiplexer.forRank(0), "Bob\n");
      allShown(multiplexer);
      assertThat(shown()).isEqualTo("[0] name? Bob\n");
    }

    @Test
    void areShownWhenTheirRankEnds() throws IOException {
      LineMultiplexer multiplexer = start(2);
      print(multiplexer.forRank(0), "last words");
      multiplexer.forRank(0).close();
      await().untilAsserted(() -> assertThat(shown()).isEqualTo("last words"));
      print(multiplexer.forRank(1), "x\n");
      allShown(multiplexer);
      assertThat(shown()).isEqualTo("last words\nx\n");
    }

    @Test
    void areShownWhenTheyAreTooLongToKeep() throws IOException {
      LineMultiplexer multiplexer = start(2);
      String line = "y".repeat(3 * LineMultiplexer.LONGEST_LINE);
      print(multiplexer.forRank(0), line);
      print(multiplexer.forRank(1), "x\n");
      allShown(multiplexer);
      assertThat(shown().replace("x\n", "").replace("\n", "")).isEqualTo(line);
    }

    @Test
    void areKeptApartFromTheHostsLines() throws IOException {
      LineMultiplexer multiplexer = start(1);
      print(multiplexer.forRank(0), "half");
      await().untilAsserted(() -> assertThat(shown()).isEqualTo("half"));
      print(multiplexer.forHost(), "mpiexec: rank 0 ended\n");
      allShown(multiplexer);
      assertThat(shown()).isEqualTo("half\nmpiexec: rank 0 ended\n");
    }
  }

  @Test
  void anyBytesPassThroughUnchanged() throws IOException {
    byte[] bytes = new byte[300_000];
    new Random(7).nextBytes(bytes);
    LineMultiplexer multiplexer = start(1);
    multiplexer.forRank(0).write(bytes);
    for (byte b : bytes) {
      multiplexer.forRank(0).write(b);
    }
    allShown(multiplexer);
    byte[] shown = terminal.toByteArray();
    assertThat(shown).hasSize(2 * bytes.length);
    assertThat(Arrays.copyOf(shown, bytes.length)).isEqualTo(bytes);
    assertThat(Arrays.copyOfRange(shown, bytes.length, shown.length)).isEqualTo(bytes);
  }

  @Nested
  class ASlowTerminal {
    private final SlowTerminal slow = new SlowTerminal();
    private final LineMultiplexer multiplexer =
        LineMultiplexer.start(slow, "metaproc/test", 2, LineFormat.PLAIN);

    @Test
    void holdsUpOnlyTheRankThatPrintsMuch() throws Exception {
      AtomicInteger printed = new AtomicInteger();
      Thread fast =
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; i < 100_000; i++) {
                      printLine(0, "fast " + i);
                      printed.set(i + 1);
                    }
                  });
      await()
          .until(
              () -> {
                int before = printed.get();
                Thread.onSpinWait();
                return before > 0 && fast.getState() == Thread.State.WAITING;
              });
      assertThat(printed.get()).isLessThan(100_000);

      printLine(1, "slow");
      slow.readEverything();
      fast.join();
      allShown(multiplexer);
      assertThat(slow.shown().lines().filter(line -> line.startsWith("fast"))).hasSize(100_000);
      assertThat(slow.shown().lines()).contains("slow");
    }

    private void printLine(int rank, String line) {
      try {
        print(multiplexer.forRank(rank), line + "\n");
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Test
    void isWaitedForWithinABound() throws IOException {
      print(multiplexer.forRank(0), "never read\n");
      assertThat(multiplexer.close(Duration.ofMillis(50)))
          .isEqualTo(new LineMultiplexer.Delivery(11, null));
      slow.readEverything();
    }

    @Test
    void keepsNoWriterAfterItsStreamIsClosed() throws Exception {
      AtomicBoolean failed = new AtomicBoolean();
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      multiplexer.forRank(0).write(new byte[1 << 20]);
                    } catch (IOException e) {
                      failed.set("the stream is closed".equals(e.getMessage()));
                    }
                  });
      await().until(() -> writer.getState() == Thread.State.WAITING);
      multiplexer.forRank(0).close();
      writer.join();
      assertThat(failed).isTrue();
      slow.readEverything();
    }

    @Test
    void isNotLeftByAnInterrupt() throws Exception {
      AtomicBoolean stillInterrupted = new AtomicBoolean();
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    printLine(0, "z".repeat(1 << 20));
                    stillInterrupted.set(Thread.interrupted());
                  });
      await().until(() -> writer.getState() == Thread.State.WAITING);
      writer.interrupt();
      slow.readEverything();
      writer.join();
      allShown(multiplexer);
      assertThat(stillInterrupted).isTrue();
      assertThat(slow.shown()).hasSize((1 << 20) + 1);
    }
  }

  @Nested
  class AClosedTerminal {
    private final OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    private final LineMultiplexer multiplexer =
        LineMultiplexer.start(closed, "metaproc/test", 2, LineFormat.PLAIN);

    @Test
    void makesWritesFailAndNobodyWait() {
      OutputStream stream = multiplexer.forRank(0);
      assertThatThrownBy(
              () -> {
                while (true) {
                  stream.write(new byte[1000]);
                }
              })
          .isInstanceOf(IOException.class)
          .hasMessage("the terminal is gone: Broken pipe");
      LineMultiplexer.Delivery delivery = multiplexer.close(LIMIT);
      assertThat(delivery.lostBytes()).isPositive();
      assertThat(delivery.failure()).hasMessage("Broken pipe");
    }
  }

  @Test
  void aStreamRefusesWritesAfterItsEnd() throws IOException {
    LineMultiplexer multiplexer = start(2);
    OutputStream stream = multiplexer.forRank(0);
    stream.close();
    stream.close();
    assertThatThrownBy(() -> print(stream, "x")).hasMessage("the stream is closed");
    allShown(multiplexer);
  }
}
