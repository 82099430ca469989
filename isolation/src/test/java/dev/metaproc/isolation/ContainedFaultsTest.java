package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong in one program is that program's affair. */
@ParameterizedClass
@EnumSource(names = {"LOADER", "SHARED"})
@Timeout(120)
class ContainedFaultsTest {
  private final Isolation isolation;
  @TempDir static Path directory;
  private static Path classes;
  private final MetaProcess host = MetaProcess.open(ApiSurface.minimal());

  ContainedFaultsTest(Isolation isolation) {
    this.isolation = isolation;
  }

  @BeforeAll
  static void compile() {
    classes =
        Compiled.in(
            directory,
            """
            import java.lang.foreign.*;
            import java.lang.invoke.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.stream.*;

            public class Main {
              static class Exits { static { System.exit(9); } static void touch() {} }
              static int depth;
              static void dive() { depth++; dive(); }
              static void diveAndExit() { try { diveAndExit(); } catch (StackOverflowError e) { System.exit(9); } }
              static int upcall(MemorySegment a, MemorySegment b) { System.exit(9); return 0; }
              static void quit() { System.exit(9); }

              static void exitFrom(String place) throws Throwable {
                switch (place) {
                  case "finally" -> { try { throw new Exception(); } finally { quit(); } }
                  case "catchThrowable" -> { while (true) try { quit(); } catch (Throwable t) { } }
                  case "synchronized" -> { synchronized (Main.class) { quit(); } }
                  case "initialiser" -> Exits.touch();
                  case "thread" -> { Thread t = new Thread(Main::quit); t.start(); t.join(); }
                  case "virtual" -> Thread.ofVirtual().start(Main::quit).join();
                  case "comparator" -> Stream.of(3, 2, 1).sorted((a, b) -> { quit(); return 0; }).toList();
                  case "parallelStream" -> IntStream.range(0, 1000).parallel().forEach(i -> quit());
                  case "future" -> CompletableFuture.runAsync(Main::quit).get();
                  case "pool" -> Executors.newFixedThreadPool(2).submit(Main::quit).get();
                  case "timer" -> {
                    new Timer().schedule(new TimerTask() { public void run() { quit(); } }, 1);
                    Thread.sleep(100_000);
                  }
                  case "cleaner" -> {
                    Object[] kept = { new Object() };
                    java.lang.ref.Cleaner.create().register(kept[0], Main::quit);
                    kept[0] = null;
                    while (true) { System.gc(); Thread.sleep(10); }
                  }
                  case "uncaughtHandler" -> {
                    Thread.setDefaultUncaughtExceptionHandler((t, e) -> quit());
                    Thread thread = new Thread(() -> { throw new Error(); });
                    thread.start();
                    thread.join();
                  }
                  case "computeIfAbsent" -> new ConcurrentHashMap<String, String>().computeIfAbsent("", k -> { quit(); return k; });
                  case "proxy" -> {
                    Runnable r = (Runnable) java.lang.reflect.Proxy.newProxyInstance(
                        Main.class.getClassLoader(), new Class<?>[] {Runnable.class}, (p, m, a) -> { quit(); return null; });
                    r.run();
                  }
                  case "methodHandle" -> MethodHandles.lookup()
                      .findStatic(Main.class, "quit", MethodType.methodType(void.class)).invoke();
                  case "serialisation" -> {
                    var bytes = new java.io.ByteArrayOutputStream();
                    new java.io.ObjectOutputStream(bytes).writeObject(new Quitter());
                    new java.io.ObjectInputStream(new java.io.ByteArrayInputStream(bytes.toByteArray())).readObject();
                  }
                  case "overflow" -> diveAndExit();
                  case "upcall" -> {
                    Linker linker = Linker.nativeLinker();
                    FunctionDescriptor compare = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
                    MethodHandle target = MethodHandles.lookup().findStatic(Main.class, "upcall",
                        MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class));
                    try (Arena arena = Arena.ofConfined()) {
                      MethodHandle qsort = linker.downcallHandle(linker.defaultLookup().find("qsort").get(),
                          FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
                      qsort.invoke(arena.allocate(40), 10L, 4L, linker.upcallStub(target, compare, arena));
                    }
                  }
                  default -> throw new IllegalArgumentException(place);
                }
              }

              static class Quitter implements java.io.Serializable {
                private void readObject(java.io.ObjectInputStream in) { quit(); }
              }

              static void fault(String kind) throws Throwable {
                switch (kind) {
                  case "stackOverflow" -> dive();
                  case "hugeArray" -> {
                    List<long[]> all = new ArrayList<>();
                    while (true) all.add(new long[1 << 27]); // 1 GiB each
                  }
                  case "uncaughtOverflowInHandler" -> {
                    Thread.setDefaultUncaughtExceptionHandler((t, e) -> dive());
                    throw new Exception();
                  }
                  case "nullStreams" -> {
                    System.setOut(null);
                    System.setErr(null);
                    System.setIn(null);
                    throw new Exception("nowhere to be seen");
                  }
                  case "closedInput" -> { System.in.close(); System.in.read(); throw new Exception(); }
                  case "initialiserFails" -> Fails.touch();
                  case "initialiserDeadlock" -> {
                    Thread other = new Thread(() -> Chicken.touch());
                    other.setDaemon(true);
                    other.start();
                    Egg.touch();
                  }
                  case "walk" -> {
                    ThreadGroup root = Thread.currentThread().getThreadGroup();
                    while (root.getParent() != null) root = root.getParent();
                    Thread[] all = new Thread[1000];
                    root.enumerate(all);
                    Thread.getAllStackTraces();
                    throw new Exception();
                  }
                  default -> throw new IllegalArgumentException(kind);
                }
              }

              static class Fails { static { if (true) throw new RuntimeException(); } static void touch() {} }

              static class Chicken { static { pause(); Egg.touch(); } static void touch() {} }
              static class Egg { static { pause(); Chicken.touch(); } static void touch() {} }
              static void pause() { try { Thread.sleep(100); } catch (InterruptedException e) { } }

              public static void main(String[] args) throws Throwable {
                switch (args[0]) {
                  case "exit" -> {
                    try { exitFrom(args[1]); Thread.sleep(100_000); }
                    catch (Throwable t) { System.out.println("caught " + t); }
                    finally { System.out.println("finally"); }
                    System.out.println("went on");
                  }
                  case "fault" -> fault(args[1]);
                  case "hook" -> {
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> { System.out.println("hook"); while (true) pause(); }));
                    System.exit(4);
                  }
                  case "storm" -> {
                    CyclicBarrier all = new CyclicBarrier(10);
                    for (int i = 0; i < 10; i++) {
                      int status = i + 10;
                      new Thread(() -> {
                        try { all.await(); } catch (Exception e) { }
                        try { System.exit(status); } finally { System.out.print("finally"); }
                      }).start();
                    }
                  }
                  case "threads" -> {
                    CountDownLatch never = new CountDownLatch(1);
                    int count = Integer.parseInt(args[1]);
                    for (int i = 0; i < count; i++) {
                      Thread.ofPlatform().stackSize(64 * 1024).start(() -> { while (true) try { never.await(); } catch (InterruptedException e) { } });
                    }
                    System.out.println("ready");
                  }
                  case "monitors" -> {
                    synchronized ("shared by every program".intern()) {
                      System.out.println("ready");
                      while (true) pause();
                    }
                  }
                  case "sameMonitor" -> {
                    synchronized ("shared by every program".intern()) { System.out.print("entered"); }
                  }
                  case "daemon" -> {
                    Thread daemon = new Thread(() -> { while (true) pause(); });
                    daemon.setDaemon(true);
                    daemon.start();
                    System.out.print("main");
                  }
                  case "nonDaemon" -> {
                    Thread main = Thread.currentThread();
                    new Thread(() -> { while (main.getName().equals("main")) pause(); System.out.print("outlived"); }).start();
                    System.out.print("main ");
                  }
                }
              }
            }
            """);
  }

  @AfterEach
  void closeHost() {
    host.close();
  }

  /** What one run left behind. */
  private record Run(int exit, String out) {}

  private ProgramBuilder builder(String... arguments) {
    return host.program()
        .classPath(List.of(classes))
        .mainClass("Main")
        .isolation(isolation)
        .killTimeout(Duration.ofSeconds(60))
        .arguments(List.of(arguments));
  }

  private static Run run(ProgramBuilder builder) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Program program = builder.output(out).error(OutputStream.nullOutputStream()).start();
    assertThat(program.waitFor(90, TimeUnit.SECONDS)).as("ended").isTrue();
    return new Run(program.exitValue(), out.toString(StandardCharsets.UTF_8));
  }

  private void assertThatOthersRunOn(Program bystander) {
    assertThat(bystander.isAlive()).isTrue();
    assertThat(host.programs()).containsExactly(bystander);
    assertThat(host.tainting()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "finally",
        "catchThrowable",
        "synchronized",
        "initialiser",
        "thread",
        "virtual",
        "comparator",
        "parallelStream",
        "future",
        "pool",
        "timer",
        "cleaner",
        "uncaughtHandler",
        "computeIfAbsent",
        "proxy",
        "methodHandle",
        "serialisation",
        "overflow",
        "upcall"
      })
  void exitFromAnyPlaceEndsThatProgramOnly(String place) throws Exception {
    Program bystander = builder("monitors").start();
    assertThat(run(builder("exit", place))).isEqualTo(new Run(9, ""));
    assertThatOthersRunOn(bystander);
  }

  @ParameterizedTest
  @CsvSource({
    "stackOverflow, 1",
    "hugeArray, 1",
    "uncaughtOverflowInHandler, 1",
    "nullStreams, 1",
    "closedInput, 1",
    "initialiserFails, 1",
    "walk, 1"
  })
  void aFaultEndsThatProgramOnly(String kind, int status) throws Exception {
    Program bystander = builder("monitors").start();
    assertThat(run(builder("fault", kind)).exit()).isEqualTo(status);
    assertThatOthersRunOn(bystander);
  }

  /** Class initialisers that wait for one another cannot be stopped, but other programs can run. */
  @Test
  void aDeadlockOfInitialisersHoldsUpNobodyElse() throws Exception {
    Program first =
        builder("fault", "initialiserDeadlock").killTimeout(Duration.ofMillis(300)).start();
    assertThat(run(builder("exit", "finally"))).isEqualTo(new Run(9, ""));
    assertThat(first.isAlive()).isTrue();
    assertThat(first.destroyForcibly().waitFor(90, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void hooksThatHangAreNotWaitedForLongerThanTheyMay() throws Exception {
    assertThat(run(builder("hook").hookTimeout(Duration.ofMillis(200))))
        .isEqualTo(new Run(4, "hook\n"));
  }

  @Test
  void aHundredProgramsWithTenThreadsEachExitAtOnce() throws Exception {
    List<Program> all = new ArrayList<>();
    List<ByteArrayOutputStream> outputs = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      outputs.add(out);
      all.add(builder("storm").output(out).start());
    }
    for (int i = 0; i < 100; i++) {
      assertThat(all.get(i).waitFor(90, TimeUnit.SECONDS)).isTrue();
      assertThat(all.get(i).exitValue()).isBetween(10, 19);
      assertThat(outputs.get(i).toString(StandardCharsets.UTF_8)).isEmpty();
      assertThat(all.get(i).survivors()).isEmpty();
    }
    assertThat(host.programs()).isEmpty();
  }

  @Test
  void thousandsOfThreadsEndWithTheirProgram() throws Exception {
    Program program =
        builder("threads", Integer.getInteger("kill.threads", 1000).toString()).start();
    assertThat(program.inputReader().readLine()).isEqualTo("ready");
    assertThat(program.destroyForcibly().waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(program.survivors()).isEmpty();
    assertThat(program.threads()).isEmpty();
  }

  @Test
  void aMonitorThatAKilledProgramHeldIsFree() throws Exception {
    Program holder = builder("monitors").start();
    assertThat(holder.inputReader().readLine()).isEqualTo("ready");
    holder.destroyForcibly();
    assertThat(run(builder("sameMonitor"))).isEqualTo(new Run(0, "entered"));
  }

  @ParameterizedTest
  @EnumSource
  void daemonThreadsEndWithMain(ThreadKind threads) throws Exception {
    assertThat(run(builder("daemon").threads(threads))).isEqualTo(new Run(0, "main"));
    assertThat(host.tainting()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aThreadThatIsNoDaemonOutlivesMain(ThreadKind threads) throws Exception {
    assertThat(run(builder("nonDaemon").threads(threads))).isEqualTo(new Run(0, "main outlived"));
  }
}
