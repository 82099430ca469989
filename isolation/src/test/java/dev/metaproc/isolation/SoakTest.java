package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs start and end in one host, and nothing of them stays. The slow suite is the same with
 * more of them:
 *
 * <pre>mvn verify -pl isolation -am -Dtest=SoakTest -Dsoak.launches=10000</pre>
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class SoakTest {
  private static final int LAUNCHES = Integer.getInteger("soak.launches", 200);
  private static final int AT_A_TIME = 4;

  private static final List<String> KINDS =
      List.of("hello", "exit", "threads", "virtual", "loop", "server", "files", "timers", "throws");

  @TempDir Path directory;

  /** What the JVM has, after the collector ran. */
  private record Usage(long threads, long descriptors, long classes, long metaspace, long heap) {
    static Usage now() throws Exception {
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      try (var open = Files.list(Path.of("/proc/self/fd"))) {
        return new Usage(
            ManagementFactory.getThreadMXBean().getThreadCount(),
            open.count(),
            ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
            ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Metaspace"))
                .mapToLong(Usage::used)
                .sum(),
            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      }
    }

    private static long used(MemoryPoolMXBean pool) {
      return pool.getUsage().getUsed();
    }
  }

  @Test
  void nothingOfEndedProgramsStays() throws Exception {
    Path classes =
        Compiled.in(
            directory,
            """
            import java.io.*;
            import java.net.*;
            import java.nio.channels.*;
            import java.nio.file.*;
            import java.util.*;
            import java.util.concurrent.*;

            public class Main {
              static final ThreadLocal<Main> LOCAL = ThreadLocal.withInitial(Main::new);
              static final byte[] DATA = new byte[100_000];
              static volatile long sink;

              public static void main(String[] args) throws Exception {
                LOCAL.get();
                Runtime.getRuntime().addShutdownHook(new Thread(LOCAL::get));
                switch (args[0]) {
                  case "hello" -> System.out.println("hello " + List.of(args));
                  case "exit" -> { new Thread(() -> System.exit(3)).start(); while (true) sink++; }
                  case "threads" -> {
                    ExecutorService pool = Executors.newFixedThreadPool(3);
                    for (int i = 0; i < 10; i++) pool.submit(() -> sink++).get();
                    System.exit(0);
                  }
                  case "virtual" -> {
                    for (int i = 0; i < 20; i++) Thread.ofVirtual().start(() -> { try { Thread.sleep(60_000); } catch (InterruptedException e) { } });
                  }
                  case "loop" -> { System.out.println("looping"); while (true) sink++; }
                  case "server" -> {
                    ServerSocket server = new ServerSocket(0);
                    Thread acceptor = new Thread(() -> { try { server.accept().getInputStream().read(); } catch (IOException e) { } });
                    acceptor.setDaemon(true);
                    acceptor.start();
                    new Socket("localhost", server.getLocalPort());
                  }
                  case "files" -> {
                    Path file = Files.createTempFile("soak", "");
                    file.toFile().deleteOnExit();
                    new FileOutputStream(file.toFile()).write(DATA);
                    FileChannel.open(file).map(FileChannel.MapMode.READ_ONLY, 0, 4096).get();
                  }
                  case "timers" -> {
                    Timer timer = new Timer(true);
                    timer.schedule(new TimerTask() { public void run() { sink++; } }, 1, 1);
                    new ScheduledThreadPoolExecutor(1, r -> { Thread t = new Thread(r); t.setDaemon(true); return t; })
                        .scheduleAtFixedRate(LOCAL::get, 1, 1, TimeUnit.MILLISECONDS);
                    Thread.sleep(5);
                  }
                  case "throws" -> throw new IllegalStateException("as it should");
                }
              }
            }
            """);
    try (MetaProcess host = MetaProcess.open(ApiSurface.minimal())) {
      ProgramBuilder builder =
          host.program()
              .classPath(List.of(classes))
              .mainClass("Main")
              .killTimeout(Duration.ofSeconds(60))
              .error(OutputStream.nullOutputStream());
      launch(builder, 10 * KINDS.size());
      Usage before = Usage.now();
      long start = System.nanoTime();
      launch(builder, LAUNCHES);
      double seconds = (System.nanoTime() - start) / 1e9;
      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() -> assertThatNothingGrew(before, Usage.now()));
      System.out.printf(
          "%d launches in %.0f s%nbefore %s%nafter  %s%n", LAUNCHES, seconds, before, Usage.now());
      assertThat(host.tainting()).isEmpty();
      assertThat(host.programs()).isEmpty();
    }
  }

  private static void launch(ProgramBuilder builder, int count) throws Exception {
    Program[] running = new Program[AT_A_TIME];
    for (int i = 0; i < count + AT_A_TIME; i++) {
      Program oldest = running[i % AT_A_TIME];
      if (oldest != null) {
        assertThat(oldest.waitFor(90, TimeUnit.SECONDS)).as(oldest.commandLine()).isTrue();
        assertThat(oldest.survivors()).as(oldest.commandLine()).isEmpty();
      }
      String kind = KINDS.get(i % KINDS.size());
      boolean virtual = i / KINDS.size() % 2 == 1;
      ThreadKind threads = virtual ? ThreadKind.VIRTUAL : ThreadKind.PLATFORM;
      Program started = builder.threads(threads).arguments(List.of(kind)).start();
      if (kind.equals("loop")) {
        assertThat(started.inputReader().readLine()).isEqualTo("looping");
        started.destroyForcibly();
      }
      running[i % AT_A_TIME] = started;
    }
    for (Program last : running) {
      assertThat(last.waitFor(90, TimeUnit.SECONDS)).as(last.commandLine()).isTrue();
    }
  }

  /** A program has a dozen classes of its own and a heap of 100 kB, so one in fifty would show. */
  private static void assertThatNothingGrew(Usage before, Usage after) {
    assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 5);
    assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + 10);
    assertThat(after.classes()).isLessThanOrEqualTo(before.classes() + 150);
    assertThat(after.metaspace()).isLessThanOrEqualTo(before.metaspace() + 3_000_000);
    assertThat(after.heap()).isLessThanOrEqualTo(before.heap() + 8_000_000);
  }
}
