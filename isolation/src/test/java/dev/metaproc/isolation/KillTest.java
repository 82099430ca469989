package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that do not want to end, and {@code destroyForcibly}. */
@ParameterizedClass
@EnumSource(names = {"LOADER", "SHARED"})
@Timeout(120)
class KillTest {
  private final Isolation isolation;
  @TempDir static Path directory;
  private static Path classes;
  private final MetaProcess host = MetaProcess.open(ApiSurface.minimal());

  KillTest(Isolation isolation) {
    this.isolation = isolation;
  }

  /** Each says "ready" when it is about to resist. */
  @BeforeAll
  static void compile() {
    classes =
        Compiled.in(
            directory,
            """
            import java.io.*;
            import java.net.*;
            import java.nio.channels.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.concurrent.locks.*;
            import java.util.stream.*;

            public class Main {
              static volatile long sink;
              static final Object MONITOR = new Object();
              static final ReentrantLock LOCK = new ReentrantLock();

              static long calls(int n) { return n < 2 ? n : calls(n - 1) + calls(n - 2); }

              static void ready() { System.out.println("ready"); }

              static void forever() { for (long i = 0; ; i++) sink = i; }

              static void fork() {
                new Thread(Main::fork).start();
                new Thread(Main::fork).start();
              }

              static void resist(String how) throws Exception {
                switch (how) {
                  case "loop" -> { ready(); forever(); }
                  case "countedLoop" -> {
                    ready();
                    int[] a = new int[1 << 16];
                    while (true) for (int i = 0; i < a.length; i++) a[i] += i;
                  }
                  case "recursion" -> { ready(); sink = calls(200); }
                  case "catchThrowable" -> {
                    ready();
                    while (true) {
                      try { Thread.sleep(1); if (sink < 0) throw new Error(); } catch (Throwable t) { sink++; }
                    }
                  }
                  case "finallyLoop" -> {
                    ready();
                    try { Thread.sleep(100_000); } finally { forever(); }
                  }
                  case "sleepAgain" -> {
                    ready();
                    while (true) try { Thread.sleep(100_000); } catch (InterruptedException e) { sink++; }
                  }
                  case "parkAgain" -> { ready(); while (true) { LockSupport.park(); Thread.interrupted(); } }
                  case "uninterruptible" -> {
                    Semaphore none = new Semaphore(0);
                    ready();
                    none.acquireUninterruptibly();
                  }
                  case "locksDeadlock" -> {
                    ReentrantLock a = new ReentrantLock();
                    ReentrantLock b = new ReentrantLock();
                    CyclicBarrier both = new CyclicBarrier(2);
                    Thread other = new Thread(() -> {
                      b.lock();
                      try { both.await(); } catch (Exception e) { throw new Error(e); }
                      a.lock();
                    });
                    other.start();
                    a.lock();
                    both.await();
                    ready();
                    b.lock();
                  }
                  case "monitorsDeadlock" -> {
                    Object a = new Object();
                    Object b = new Object();
                    CyclicBarrier both = new CyclicBarrier(2);
                    Thread other = new Thread(() -> {
                      synchronized (b) {
                        try { both.await(); } catch (Exception e) { throw new Error(e); }
                        synchronized (a) { sink++; }
                      }
                    });
                    other.start();
                    synchronized (a) {
                      both.await();
                      while (other.getState() != Thread.State.BLOCKED) Thread.onSpinWait();
                      ready();
                      synchronized (b) { sink++; }
                    }
                  }
                  case "regex" -> {
                    String text = "x".repeat(5000) + "y";
                    ready();
                    java.util.regex.Pattern.compile("(x+)*(x+)*\\\\1(x+)*z").matcher(text).matches();
                    forever();
                  }
                  case "endlessStream" -> {
                    ready();
                    Stream.iterate(1, i -> i + 1).forEach(i -> sink = i);
                  }
                  case "badComparator" -> {
                    Integer[] many = IntStream.range(0, 50_000_00).boxed().toArray(Integer[]::new);
                    Collections.shuffle(Arrays.asList(many));
                    ready();
                    while (true) Arrays.sort(many.clone(), (x, y) -> Integer.compare(x % 1000, y % 1000));
                  }
                  case "accept" -> {
                    ServerSocket server = new ServerSocket(0);
                    ready();
                    while (true) try { server.accept(); } catch (IOException e) { sink++; }
                  }
                  case "channel" -> {
                    ServerSocketChannel server = ServerSocketChannel.open().bind(null);
                    ready();
                    while (true) try { server.accept(); } catch (IOException e) { sink++; }
                  }
                  case "select" -> {
                    Selector selector = Selector.open();
                    ready();
                    while (true) { selector.select(); Thread.interrupted(); }
                  }
                  case "wrappedWorkers" -> {
                    record Wrapped(Runnable task) implements Runnable {
                      public void run() { try { task.run(); } finally { sink++; } }
                    }
                    for (ThreadFactory factory : List.<ThreadFactory>of(
                        task -> new Thread(new Wrapped(task)),
                        task -> new Thread(() -> new Wrapped(task).run()),
                        task -> new Thread(new FutureTask<>(new Wrapped(task), null)),
                        task -> new Thread() { @Override public void run() { task.run(); } })) {
                      new ThreadPoolExecutor(1, 1, 1, TimeUnit.DAYS, new LinkedBlockingQueue<>(), factory) {
                        @Override public List<Runnable> shutdownNow() { throw new UnsupportedOperationException(); }
                      }.submit(() -> sink++).get();
                    }
                    ready();
                    Thread.sleep(100_000); // pools that a virtual thread makes have daemons
                  }
                  case "pools" -> {
                    ExecutorService pool = Executors.newFixedThreadPool(4);
                    for (int i = 0; i < 8; i++) pool.submit(() -> { while (true) try { Thread.sleep(1000); } catch (Throwable t) { } });
                    ExecutorService idle = Executors.newCachedThreadPool();
                    idle.submit(() -> 1).get();
                    new ScheduledThreadPoolExecutor(2).scheduleAtFixedRate(() -> sink++, 1, 1, TimeUnit.MILLISECONDS);
                    new Timer().schedule(new TimerTask() { public void run() { sink++; } }, 1, 1);
                    new ForkJoinPool(3).submit(Main::forever);
                    ready();
                  }
                  case "virtual" -> {
                    for (int i = 0; i < 100; i++) {
                      Thread.ofVirtual().start(() -> { while (true) try { Thread.sleep(10); } catch (InterruptedException e) { } });
                      Thread.ofVirtual().start(() -> { synchronized (MONITOR) { while (true) try { MONITOR.wait(); } catch (InterruptedException e) { } } });
                      Thread.ofVirtual().start(LOCK::lock);
                    }
                    Thread.ofVirtual().start(Main::forever);
                    ready();
                    forever();
                  }
                  case "multiply" -> {
                    ready();
                    fork();
                    forever();
                  }
                  case "ownInterrupt" -> {
                    Thread stubborn = new Thread(() -> { while (true) LockSupport.park(); }) {
                      @Override public void interrupt() { forever(); }
                    };
                    stubborn.start();
                    ready();
                  }
                  case "ownClose" -> {
                    new Socket() { @Override public void close() { forever(); } };
                    ready();
                    forever();
                  }
                  case "initialiser" -> { ready(); Class.forName("Loops"); }
                  default -> throw new IllegalArgumentException(how);
                }
              }

              public static void main(String[] args) throws Exception { resist(args[0]); }
            }
            """,
            "class Loops { static { Main.forever(); } }");
  }

  @AfterEach
  void closeHost() {
    host.close();
  }

  private Program start(ThreadKind threads, String... arguments) throws Exception {
    return host.program()
        .classPath(List.of(classes))
        .mainClass("Main")
        .isolation(isolation)
        .threads(threads)
        .killTimeout(Duration.ofSeconds(60)) // on a loaded machine; nothing here needs it
        .arguments(List.of(arguments))
        .start();
  }

  static Stream<Arguments> waysToResist() {
    List<String> ways =
        List.of(
            "loop",
            "countedLoop",
            "recursion",
            "catchThrowable",
            "finallyLoop",
            "sleepAgain",
            "parkAgain",
            "uninterruptible",
            "locksDeadlock",
            "regex",
            "endlessStream",
            "badComparator",
            "accept",
            "channel",
            "select",
            "pools",
            "wrappedWorkers",
            "virtual",
            "multiply",
            "ownInterrupt",
            "ownClose",
            "initialiser");
    return ways.stream()
        .flatMap(way -> Stream.of(ThreadKind.values()).map(kind -> Arguments.of(way, kind)));
  }

  @ParameterizedTest
  @MethodSource("waysToResist")
  void destroyForciblyLeavesNoThread(String how, ThreadKind threads) throws Exception {
    Program program = start(threads, how);
    assertThat(program.inputReader().readLine()).isEqualTo("ready");
    assertThat(program.destroyForcibly().waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(program.exitValue()).isEqualTo(137);
    assertThat(program.survivors()).isEmpty();
    assertThat(program.threads()).isEmpty();
    assertThat(host.tainting()).isEmpty();
  }

  /** What no JVM can do: make a thread give up waiting for a monitor. */
  @Test
  void threadsThatWaitForOneAnothersMonitorsAreReportedAsSurvivors() throws Exception {
    Program program =
        host.program()
            .classPath(List.of(classes))
            .mainClass("Main")
            .isolation(isolation)
            .killTimeout(Duration.ofMillis(500))
            .arguments(List.of("monitorsDeadlock"))
            .start();
    assertThat(program.inputReader().readLine()).isEqualTo("ready");
    assertThat(program.destroyForcibly().waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(program.exitValue()).isEqualTo(137);
    assertThat(program.survivors()).hasSize(2).allMatch(Thread::isAlive);
    assertThat(host.tainting()).containsExactly(program);
    assertThat(host.programs()).isEmpty();
  }

  @Test
  void othersRunOnWhileALoopIsStopped() throws Exception {
    Program bystander = start(ThreadKind.PLATFORM, "loop");
    Program program = start(ThreadKind.PLATFORM, "loop");
    assertThat(program.inputReader().readLine()).isEqualTo("ready");
    assertThat(program.destroyForcibly().waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(bystander.isAlive()).isTrue();
    assertThat(bystander.threads()).hasSize(1);
  }

  @Test
  void closingTheHostEndsEverythingInIt() throws Exception {
    MetaProcess other = MetaProcess.open(ApiSurface.minimal());
    ProgramBuilder builder =
        other
            .program()
            .classPath(List.of(classes))
            .mainClass("Main")
            .isolation(isolation)
            .arguments(List.of("loop"));
    Program first = builder.start();
    Program second = builder.start();
    other.close();
    assertThat(List.of(first.exitValue(), second.exitValue())).containsExactly(137, 137);
    assertThat(first.threads()).isEmpty();
    assertThat(second.threads()).isEmpty();
  }
}
