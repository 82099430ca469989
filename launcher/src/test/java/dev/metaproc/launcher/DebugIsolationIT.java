package dev.metaproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.jdi.ClassType;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.ClassUnloadEvent;
import com.sun.jdi.request.ClassUnloadRequest;
import com.sun.jdi.request.EventRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is done to one program, the others go on: shown by counters that they count themselves.
 * {@code -Ddebug.hits=1000000 -Ddebug.held.seconds=60} makes it long.
 */
@Timeout(3600)
class DebugIsolationIT {
  private static final int HITS = Integer.getInteger("debug.hits", 10_000);
  private static final Duration HELD =
      Duration.ofSeconds(Integer.getInteger("debug.held.seconds", 1));
  private static final int ROUNDS = 20;

  /** Takes its locks, prints, and loads classes, over and over. */
  private static final String BUSY =
      """
      import java.io.*;
      import java.nio.file.*;
      public class Busy {
        static volatile int steps;
        static volatile int loaded;
        static final Object LOCK = new Object();
        public static void main(String[] arguments) throws Exception {
          byte[] part = Files.readAllBytes(Path.of("classes/Part.class"));
          Thread helper = new Thread(Busy::help, "helper");
          helper.setDaemon(true);
          helper.start();
          while (!Files.exists(Path.of("stop"))) {
            work();
            if (steps % 10 == 0) {
              load(part);
              Thread.sleep(Integer.parseInt(arguments[0]));
            }
          }
        }
        static synchronized void work() {
          synchronized (LOCK) {
            steps = steps + 1;
            System.err.print("");
            String.format("%d %s", steps, java.util.Locale.getDefault());
          }
        }
        static void load(byte[] part) throws Exception {
          new ClassLoader(Busy.class.getClassLoader()) {
            Class<?> define() {
              return defineClass("Part", part, 0, part.length);
            }
          }.define().getDeclaredConstructor().newInstance();
          loaded = loaded + 1;
        }
        static void help() {
          while (true) {
            synchronized (LOCK) {
              LOCK.notifyAll();
            }
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
          }
        }
      }
      """;

  private static final String PART =
      """
      public class Part {
        static int parts = one();
        static int one() {
          return 1;
        }
      }
      """;

  @TempDir Path dir;

  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void compile() throws IOException {
    Programs.compile(Files.createDirectories(dir.resolve("classes")), "Busy", BUSY, "-g");
    Programs.compile(dir.resolve("classes"), "Part", PART, "-g");
  }

  @AfterEach
  void end() throws Exception {
    Files.writeString(dir.resolve("stop"), "");
    for (Process process : started) {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  private static int lineOf(String source, String text) {
    List<String> lines = source.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(text)) {
        return i + 1;
      }
    }
    throw new AssertionError(text);
  }

  private int[] start(int ranks, String threads) throws IOException {
    // a JVM that is debugged tells of each class that all of them load and unload
    int pause = ranks > 8 ? 100 : 1;
    CommandRun run =
        CommandRun.mpiexec(
            dir,
            "-n " + ranks + " --debug --threads=" + threads + " java -cp classes Busy " + pause);
    started.add(run.start());
    return DebugSession.ports(run, ranks);
  }

  private static int steps(DebugSession session) {
    return session.counter("Busy", "steps");
  }

  /** It takes locks, prints and loads classes, and no thread of it is suspended. */
  private static void awaitProgress(DebugSession session, int more) {
    session.passEvents();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> session.vm.classesByName("Busy").size() == 1);
    int steps = steps(session);
    int loaded = session.counter("Busy", "loaded");
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                steps(session) > steps + more
                    && session.counter("Busy", "loaded") > loaded + more / 20);
    assertThat(session.vm.allThreads())
        .allSatisfy(thread -> assertThat(thread.suspendCount()).isZero());
  }

  @Test
  void aBreakpointThatIsHitOverAndOverStopsNoOtherProgram() throws Exception {
    int[] ports = start(2, "platform");
    try (DebugSession a = DebugSession.attach(ports[0]);
        DebugSession b = DebugSession.attach(ports[1])) {
      awaitProgress(a, 1);
      for (int policy : new int[] {EventRequest.SUSPEND_EVENT_THREAD, EventRequest.SUSPEND_ALL}) {
        var breakpoint = a.breakAt("Busy", lineOf(BUSY, "steps = steps + 1"), policy);
        int before = steps(a);
        int hits = policy == EventRequest.SUSPEND_ALL ? HITS / 10 : HITS;
        for (int i = 0; i < hits; i++) {
          ThreadReference thread = a.next(BreakpointEvent.class).thread();
          if (i % (hits / ROUNDS) == 0) {
            awaitProgress(b, 10);
          }
          if (i == hits - 1) {
            assertThat(steps(a) - before).isGreaterThanOrEqualTo(hits - 1);
            a.vm.eventRequestManager().deleteEventRequest(breakpoint);
          }
          if (policy == EventRequest.SUSPEND_ALL) {
            a.vm.resume();
          } else {
            thread.resume();
          }
        }
        awaitProgress(a, 10);
      }
      // nothing of a hit stays in the multiplexer, once the clients have taken what it told them
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                a.passEvents();
                b.passEvents();
                return objectsOfMultiplexer() < Math.min(HITS, 5_000);
              });
    }
  }

  /** How many objects of our own classes live in it. */
  private int objectsOfMultiplexer() throws IOException {
    ProcessHandle multiplexer =
        started.getLast().descendants().filter(DebugIT::isMultiplexer).findFirst().orElseThrow();
    Process histogram =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(multiplexer.pid()),
                "GC.class_histogram")
            .start();
    int count = 0;
    for (String line : histogram.inputReader().lines().toList()) {
      String[] columns = line.strip().split("\\s+");
      if (columns.length > 3 && columns[3].startsWith("dev.metaproc.")) {
        count += Integer.parseInt(columns[1]);
      }
    }
    assertThat(count).isPositive();
    return count;
  }

  @Test
  void aProgramHeldWithItsLocksAndInItsInitialiserHoldsNoOther() throws Exception {
    int[] ports = start(3, "platform");
    try (DebugSession a = DebugSession.attach(ports[0]);
        DebugSession b = DebugSession.attach(ports[1]);
        DebugSession c = DebugSession.attach(ports[2])) {
      awaitProgress(a, 1);
      // a has the monitors of its class and of its object
      a.breakAt("Busy", lineOf(BUSY, "steps = steps + 1"));
      assertThat(a.next(BreakpointEvent.class).thread().ownedMonitors()).hasSize(2);
      // b is in a class's static initialiser, which its loader has defined
      awaitProgress(b, 1);
      var prepare = b.vm.eventRequestManager().createClassPrepareRequest();
      prepare.addClassFilter("Part");
      prepare.setSuspendPolicy(EventRequest.SUSPEND_ALL);
      prepare.enable();
      var part = b.next(ClassPrepareEvent.class).referenceType();
      b.vm.eventRequestManager().deleteEventRequest(prepare);
      b.vm
          .eventRequestManager()
          .createBreakpointRequest(part.methodsByName("one").getFirst().location())
          .enable();
      b.vm.resume();
      assertThat(b.next(BreakpointEvent.class).location().method().name()).isEqualTo("one");
      int heldA = steps(a);
      int heldB = steps(b);
      long end = System.nanoTime() + HELD.toNanos();
      do {
        awaitProgress(c, 200);
      } while (System.nanoTime() < end);
      assertThat(steps(a)).isEqualTo(heldA);
      assertThat(steps(b)).isEqualTo(heldB);
    }
  }

  @Test
  void oneOfSixtyFourRanksIsHeldAndAllOthersGoOn() throws Exception {
    int[] ports = start(64, "platform");
    List<DebugSession> all = new ArrayList<>();
    try {
      for (int rank = 0; rank < ports.length; rank += 9) {
        all.add(DebugSession.attach(ports[rank]));
      }
      DebugSession held = all.get(2);
      awaitProgress(held, 0);
      held.breakAt("Busy", lineOf(BUSY, "steps = steps + 1"));
      held.next(BreakpointEvent.class);
      int steps = steps(held);
      for (DebugSession each : all) {
        if (!each.equals(held)) {
          awaitProgress(each, 0);
        }
      }
      assertThat(steps(held)).isEqualTo(steps);
    } finally {
      all.forEach(DebugSession::close);
    }
  }

  /** Nobody has asked for anything about them but to be told of their preparation. */
  @Test
  void classesThatAreUnloadedAreTold() throws Exception {
    int[] ports = start(1, "platform");
    try (DebugSession a = DebugSession.attach(ports[0])) {
      awaitProgress(a, 200);
      ClassUnloadRequest unloads = a.vm.eventRequestManager().createClassUnloadRequest();
      unloads.addClassFilter("Part");
      unloads.enable();
      a.breakAt("Busy", lineOf(BUSY, "steps = steps + 1"));
      ThreadReference thread = a.next(BreakpointEvent.class).thread();
      a.vm.eventRequestManager().deleteAllBreakpoints();
      ClassType system = a.type("java.lang.System");
      var _ =
          system.invokeMethod(
              thread,
              system.methodsByName("gc").getFirst(),
              List.of(),
              ClassType.INVOKE_SINGLE_THREADED);
      a.vm.resume();
      assertThat(a.next(ClassUnloadEvent.class).className()).isEqualTo("Part");
    }
  }

  /** Its prompt says that it knows the thread that has stopped. */
  private static void awaitStop(Process jdb, String why) throws IOException {
    Jdb.awaitOutput(jdb, why);
    Jdb.awaitOutput(jdb, "main[1] ");
  }

  @Test
  void twoJdbsSeeAndChangeTheirOwnStaticsOnly() throws Exception {
    int[] ports = start(2, "platform");
    int line = lineOf(BUSY, "steps = steps + 1");
    Process a = Jdb.start(ports[0], "stop at Busy:" + line);
    Process b = Jdb.start(ports[1], "stop at Busy:" + line);
    try {
      awaitStop(a, "Breakpoint hit:");
      awaitStop(b, "Breakpoint hit:");
      Jdb.say(a, "set Busy.steps = 1000000");
      Jdb.awaitOutput(a, "Busy.steps = 1000000 = 1000000");
      Jdb.say(b, "set Busy.steps = 5");
      Jdb.awaitOutput(b, "Busy.steps = 5 = 5");
      Jdb.say(b, "next");
      awaitStop(b, "Step completed:");
      Jdb.say(b, "print Busy.steps");
      Jdb.awaitOutput(b, "Busy.steps = 6");
      // a steps over the static that b has changed
      Jdb.say(a, "next");
      awaitStop(a, "Step completed:");
      Jdb.say(a, "print Busy.steps");
      Jdb.awaitOutput(a, "Busy.steps = 1000001");
      Jdb.say(a, "where");
      Jdb.awaitOutput(a, "Busy.main");
    } finally {
      a.destroyForcibly().waitFor();
      b.destroyForcibly().waitFor();
    }
  }
}
