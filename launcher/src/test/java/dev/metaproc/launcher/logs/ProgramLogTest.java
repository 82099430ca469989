package dev.metaproc.launcher.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProgramLogTest {
  @TempDir Path dir;

  private static void print(OutputStream stream, String text) throws IOException {
    stream.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private String read() throws IOException {
    return text(new LogReader(dir).all());
  }

  private static String text(List<LogRecord> records) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    records.forEach(each -> all.writeBytes(each.printed()));
    return all.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatWasPrintedIsReadAgainByteByByte() throws IOException {
    byte[] bytes = new byte[100_000];
    new Random(7).nextBytes(bytes);
    try (ProgramLog log = ProgramLog.open(dir, ProgramLog.DEFAULT_LIMIT)) {
      log.stream(false).write(bytes);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    new LogReader(dir).all().forEach(each -> all.writeBytes(each.printed()));
    assertThat(all.toByteArray()).isEqualTo(bytes);
  }

  @Test
  void linesKnowTheirStreamAndPiecesOfLinesAreMarked() throws IOException {
    try (ProgramLog log = ProgramLog.open(dir, ProgramLog.DEFAULT_LIMIT)) {
      print(log.stream(false), "one\ntwo: ");
      print(log.stream(true), "problem\n");
    }
    assertThat(Files.readString(dir.resolve("output.log")))
        .matches("\\S+Z stdout F one\n\\S+Z stdout P two: \n\\S+Z stderr F problem\n");
    assertThat(read()).isEqualTo("one\ntwo: problem\n");
  }

  @Test
  void aFullFileIsRotatedSoThatTheLogIsBounded() throws IOException {
    try (ProgramLog log = ProgramLog.open(dir, 1000)) {
      for (int i = 0; i < 500; i++) {
        print(log.stream(false), "line " + i + "\n");
      }
    }
    assertThat(Files.size(dir.resolve("output.log"))).isLessThanOrEqualTo(1000);
    assertThat(Files.size(dir.resolve("output.log.1"))).isLessThanOrEqualTo(1000);
    assertThat(read()).endsWith("line 498\nline 499\n").doesNotContain("line 0\n");
  }

  @Test
  void aFollowerSeesAllAcrossRotations() throws Exception {
    StringBuilder expected = new StringBuilder();
    StringBuilder seen = new StringBuilder();
    ProgramLog log = ProgramLog.open(dir, 2000);
    CompletableFuture<Void> followed = new CompletableFuture<>();
    Thread follower =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    new LogReader(dir)
                        .replay(
                            log,
                            past -> followed.complete(null),
                            each -> {
                              synchronized (seen) {
                                seen.append(text(List.of(each)));
                                seen.notifyAll();
                              }
                            });
                  } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                  }
                });
    followed.join();
    for (int i = 0; i < 200; i++) {
      String line = "line " + i + "\n";
      expected.append(line);
      print(log.stream(false), line);
      synchronized (seen) {
        while (seen.length() < expected.length()) {
          seen.wait();
        }
      }
    }
    log.close();
    follower.join();
    assertThat(seen).hasToString(expected.toString());
  }

  @Test
  void aHalfWrittenRecordIsPassedOver() throws IOException {
    try (ProgramLog log = ProgramLog.open(dir, ProgramLog.DEFAULT_LIMIT)) {
      print(log.stream(false), "one\n");
    }
    Files.writeString(dir.resolve("output.log"), "2026-11-2", StandardOpenOption.APPEND);
    assertThat(read()).isEqualTo("one\n");
  }

  @Test
  void aDiskThatTakesNoMoreLosesRecordsAndStopsNobody() throws IOException {
    Files.createSymbolicLink(dir.resolve("output.log"), Path.of("/dev/full"));
    try (ProgramLog log = ProgramLog.open(dir, ProgramLog.DEFAULT_LIMIT)) {
      print(log.stream(false), "one\ntwo\n");
      assertThat(log.lost()).isEqualTo(1);
    }
  }
}
