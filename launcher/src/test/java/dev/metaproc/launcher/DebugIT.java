package dev.metaproc.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.jdi.ArrayReference;
import com.sun.jdi.ClassType;
import com.sun.jdi.IntegerValue;
import com.sun.jdi.InterfaceType;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.Value;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.ExceptionEvent;
import com.sun.jdi.event.StepEvent;
import com.sun.jdi.event.ThreadStartEvent;
import com.sun.jdi.event.VMDeathEvent;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.event.VMStartEvent;
import com.sun.jdi.request.StepRequest;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.attribute.SourceDebugExtensionAttribute;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

/** Debuggers that are not ours, attached to programs of one JVM. */
@Timeout(180)
class DebugIT {
  /** Each rank counts; a file that appears makes it stop, start a thread, or throw. */
  private static final String COUNTS =
      """
      import java.nio.file.*;
      public class Counts {
        static volatile int counter;
        static String rank;
        public static void main(String[] arguments) throws Exception {
          rank = System.getenv("METAPROC_RANK");
          Thread helper = new Thread(Counts::help, "helper");
          helper.setDaemon(true);
          helper.start();
          while (!asked("stop")) {
            count(rank);
            Thread.sleep(1);
          }
        }
        static void count(String text) {
          int before = counter;
          counter = before + 1;
          Object own = text;
        }
        static boolean asked(String what) {
          return Files.exists(Path.of(what + rank)) || Files.exists(Path.of(what));
        }
        static void help() {
          while (true) {
            try {
              if (asked("thread")) {
                Files.deleteIfExists(Path.of("thread" + rank));
                new Thread(() -> {}, "late").start();
              }
              if (asked("throw")) {
                Files.deleteIfExists(Path.of("throw" + rank));
                try {
                  throw new IllegalStateException("thrown");
                } catch (IllegalStateException e) {
                  counter++;
                }
              }
              Thread.sleep(1);
            } catch (Exception e) {
              return;
            }
          }
        }
      }
      """;

  private static final int INVOKE_ALONE = ClassType.INVOKE_SINGLE_THREADED;

  private static final int COUNT_LINE = lineOf("int before");
  private static final int AFTER_COUNT_LINE = lineOf("Object own");

  @TempDir Path dir;

  private final List<Process> started = new ArrayList<>();

  private static int lineOf(String text) {
    List<String> lines = COUNTS.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(text)) {
        return i + 1;
      }
    }
    throw new AssertionError(text);
  }

  @BeforeEach
  void compile() throws IOException {
    Programs.compile(dir.resolve("classes"), "Counts", COUNTS, "-g");
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

  private CommandRun start(String line) throws IOException {
    CommandRun run = CommandRun.mpiexec(dir, line);
    started.add(run.start());
    return run;
  }

  private int counter(DebugSession session) {
    return session.counter("Counts", "counter");
  }

  private void awaitCounting(DebugSession session) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> session.vm.classesByName("Counts").size() == 1);
    int before = counter(session);
    await().atMost(Duration.ofSeconds(60)).until(() -> counter(session) > before + 5);
  }

  @Test
  void eachOfTwoProgramsIsStoppedWhereItIsWhileTheOtherRuns() throws Exception {
    int[] ports = DebugSession.ports(start("-n 2 --debug java -cp classes Counts"), 2);
    try (DebugSession a = DebugSession.attach(ports[0]);
        DebugSession b = DebugSession.attach(ports[1])) {
      awaitCounting(a);
      awaitCounting(b);
      a.breakAt("Counts", COUNT_LINE);
      BreakpointEvent hit = a.next(BreakpointEvent.class);
      int stopped = counter(a);
      awaitCounting(b);
      assertThat(counter(a)).isEqualTo(stopped);
      assertThat(a.vm.allThreads()).allMatch(ThreadReference::isSuspended);
      assertThat(b.vm.allThreads()).noneMatch(ThreadReference::isSuspended);
      assertThat(names(hit.thread().frames())).containsExactly("count", "main");
      assertThat(a.vm.allThreads().stream().map(ThreadReference::name))
          .containsExactlyInAnyOrder("main", "helper");
      assertThat(a.vm.topLevelThreadGroups()).hasSize(1);

      // the other is stopped elsewhere at the same time, and neither resumes the other
      b.breakAt("Counts", AFTER_COUNT_LINE);
      b.next(BreakpointEvent.class);
      int other = counter(b);
      StepEvent step = step(a, hit.thread());
      assertThat(step.location().lineNumber()).isEqualTo(COUNT_LINE + 1);
      assertThat(counter(b)).isEqualTo(other);
      var counts = a.type("Counts");
      counts.setValue(counts.fieldByName("counter"), a.vm.mirrorOf(1_000_000));
      assertThat(counter(b)).isEqualTo(other);
      b.vm.eventRequestManager().deleteAllBreakpoints();
      b.vm.resume();
      awaitCounting(b);
      assertThat(counter(a)).isEqualTo(1_000_000);
    }
  }

  private static StepEvent step(DebugSession session, ThreadReference thread)
      throws InterruptedException {
    StepRequest request =
        session
            .vm
            .eventRequestManager()
            .createStepRequest(thread, StepRequest.STEP_LINE, StepRequest.STEP_OVER);
    request.addCountFilter(1);
    request.enable();
    session.vm.resume();
    StepEvent event = session.next(StepEvent.class);
    session.vm.eventRequestManager().deleteEventRequest(request);
    return event;
  }

  /** Two languages' lines in one class file (JSR 45). */
  @Test
  void eachStepsByTheLinesOfItsOwnStratum() throws Exception {
    Path classes = dir.resolve("classes");
    Programs.compile(
        classes,
        "Mapped",
        """
        public class Mapped {
          static int steps;
          public static void main(String[] words) throws Exception {
            while (!java.nio.file.Files.exists(java.nio.file.Path.of("stop"))) {
              go();
              Thread.sleep(1);
            }
          }
          static void go() {
            int one = steps;
            int two = one + 1;
            int three = two + 1;
            steps = three;
          }
        }
        """,
        "-g");
    int line = 10;
    map(
        classes.resolve("Mapped.class"),
        "SMAP\nMapped.java\nJava\n*S Coarse\n*F\n1 mapped.coarse\n*L\n"
            + "1#1:%d,3\n2#1:%d,2\n*E\n".formatted(line, line + 3));
    int[] ports = DebugSession.ports(start("-n 2 --debug java -cp classes Mapped"), 2);
    try (DebugSession coarse = DebugSession.attach(ports[0]);
        DebugSession fine = DebugSession.attach(ports[1])) {
      ThreadReference one = stopAt(coarse, line);
      ThreadReference two = stopAt(fine, line);
      coarse.vm.setDefaultStratum("Coarse");
      assertThat(javaLine(step(fine, two))).isEqualTo(line + 1);
      assertThat(javaLine(step(coarse, one))).isEqualTo(line + 3);
      // a request that stays goes on with the resume alone
      StepRequest steps =
          fine.vm
              .eventRequestManager()
              .createStepRequest(two, StepRequest.STEP_LINE, StepRequest.STEP_INTO);
      steps.enable();
      for (int next : new int[] {line + 2, line + 3, line + 4}) {
        coarse.breakAt("Mapped", 1);
        coarse.vm.resume();
        coarse.next(BreakpointEvent.class);
        assertThat(javaLine(step(coarse, one))).isEqualTo(line + 3);
        fine.vm.resume();
        assertThat(javaLine(fine.next(StepEvent.class))).isEqualTo(next);
      }
    }
    // it ends with who chose it
    try (DebugSession again = DebugSession.attachWhenFree(ports[0])) {
      step(again, stopAt(again, 5)); // the agent keeps the lines of the last method of each thread
      again.vm.resume();
      assertThat(javaLine(step(again, stopAt(again, line)))).isEqualTo(line + 1);
    }
  }

  private static void map(Path classFile, String map) throws IOException {
    ClassFile format = ClassFile.of();
    byte[] bytes = Files.readAllBytes(classFile);
    ClassTransform add =
        ClassTransform.endHandler(
            builder ->
                builder.with(
                    SourceDebugExtensionAttribute.of(map.getBytes(StandardCharsets.UTF_8))));
    Files.write(classFile, format.transformClass(format.parse(bytes), add));
  }

  private static ThreadReference stopAt(DebugSession session, int line) throws Exception {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> session.vm.classesByName("Mapped").size() == 1);
    session.breakAt("Mapped", line);
    ThreadReference stopped = session.next(BreakpointEvent.class).thread();
    session.vm.eventRequestManager().deleteAllBreakpoints();
    return stopped;
  }

  private static int javaLine(StepEvent event) {
    return event.location().lineNumber("Java");
  }

  private static List<String> names(List<StackFrame> frames) {
    return frames.stream().map(frame -> frame.location().method().name()).toList();
  }

  @Test
  void aMethodIsInvokedInOneProgramOnly() throws Exception {
    int[] ports = DebugSession.ports(start("-n 2 --debug java -cp classes Counts"), 2);
    try (DebugSession a = DebugSession.attach(ports[0]);
        DebugSession b = DebugSession.attach(ports[1])) {
      awaitCounting(a);
      awaitCounting(b);
      b.breakAt("Counts", COUNT_LINE);
      b.next(BreakpointEvent.class);
      a.breakAt("Counts", COUNT_LINE);
      BreakpointEvent hit = a.next(BreakpointEvent.class);
      ObjectReference text = (ObjectReference) hit.thread().frame(0).getArgumentValues().getFirst();
      for (int options : new int[] {0, ObjectReference.INVOKE_SINGLE_THREADED}) {
        IntegerValue length =
            (IntegerValue)
                text.invokeMethod(
                    hit.thread(),
                    text.referenceType().methodsByName("length").getFirst(),
                    List.of(),
                    options);
        assertThat(length.value()).isEqualTo(1);
      }
      assertThat(b.vm.allThreads()).allMatch(ThreadReference::isSuspended);
      assertThat(a.vm.allThreads()).allMatch(ThreadReference::isSuspended);
    }
  }

  @Test
  void objectsAreMadeAndInheritedAndInterfaceMethodsAreCalled() throws Exception {
    int[] ports = DebugSession.ports(start("-n 1 --debug java -cp classes Counts word"), 1);
    try (DebugSession a = DebugSession.attach(ports[0])) {
      awaitCounting(a);
      a.breakAt("Counts", COUNT_LINE);
      ThreadReference thread = a.next(BreakpointEvent.class).thread();
      ClassType map = a.type("java.util.HashMap");
      assertThat(
              map.newInstance(
                      thread, map.concreteMethodByName("<init>", "()V"), List.of(), INVOKE_ALONE)
                  .type())
          .isEqualTo(map);
      ClassType ordered = a.type("java.util.LinkedHashMap");
      var makeMap = map.methodsByName("newHashMap").getFirst();
      assertThat(
              ordered
                  .invokeMethod(thread, makeMap, List.of(a.vm.mirrorOf(10)), INVOKE_ALONE)
                  .type())
          .isEqualTo(map);
      InterfaceType list = (InterfaceType) a.vm.classesByName("java.util.List").getFirst();
      var makeList = list.methodsByName("of", "()Ljava/util/List;").getFirst();
      assertThat(list.invokeMethod(thread, makeList, List.of(), INVOKE_ALONE)).isNotNull();

      // String[] for CharSequence[]
      ArrayReference words = (ArrayReference) thread.frame(1).getArgumentValues().getFirst();
      ClassType string = a.type("java.lang.String");
      var join =
          string.concreteMethodByName(
              "join", "(Ljava/lang/CharSequence;[Ljava/lang/CharSequence;)Ljava/lang/String;");
      Value joined =
          string.invokeMethod(thread, join, List.of(words.getValue(0), words), INVOKE_ALONE);
      assertThat(joined).hasToString("\"word\"");
    }
  }

  @Test
  void aDebuggerThatDetachesOrVanishesLetsItsProgramRunAndMayComeBack() throws Exception {
    int[] ports = DebugSession.ports(start("-n 2 --debug java -cp classes Counts"), 2);
    try (DebugSession other = DebugSession.attach(ports[1])) {
      for (int i = 0; i < 3; i++) {
        try (DebugSession a = DebugSession.attach(ports[0])) {
          awaitCounting(a);
          a.breakAt("Counts", COUNT_LINE);
          a.next(BreakpointEvent.class);
        }
      }
      Process jdb = Jdb.start(ports[0], "stop at Counts:" + COUNT_LINE);
      try {
        Jdb.awaitOutput(jdb, "Breakpoint hit:");
        jdb.destroyForcibly().waitFor();
      } finally {
        jdb.destroyForcibly();
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(
              () -> {
                try (DebugSession again = DebugSession.attach(ports[0])) {
                  awaitCounting(again);
                  return true;
                }
              });
      awaitCounting(other);
    }
  }

  @Test
  void aProgramEndsForItsDebuggerAlone() throws Exception {
    CommandRun run = start("-n 2 --debug java -cp classes Counts");
    int[] ports = DebugSession.ports(run, 2);
    try (DebugSession a = DebugSession.attach(ports[0]);
        DebugSession b = DebugSession.attach(ports[1])) {
      awaitCounting(a);
      Files.writeString(dir.resolve("stop0"), "");
      a.next(VMDeathEvent.class);
      assertThatThrownBy(() -> a.vm.allClasses()).isInstanceOf(VMDisconnectedException.class);
      awaitCounting(b);
      assertThatThrownBy(() -> DebugSession.attach(ports[0])).isInstanceOf(IOException.class);
    }
  }

  @Test
  void whatMainThrowsIsUncaughtAndWhatEndsItIsNoException() throws Exception {
    Programs.compile(
        dir.resolve("classes"),
        "Throws",
        """
        public class Throws {
          public static void main(String[] words) {
            try {
              caught();
            } catch (IllegalStateException e) {
              if (words.length > 0) {
                exit();
              }
            }
            throw new IllegalArgumentException("for nobody");
          }
          static void caught() {
            throw new IllegalStateException("for main");
          }
          static void exit() {
            try {
              System.exit(3);
            } catch (RuntimeException | Error e) {
              throw new AssertionError(e);
            }
          }
        }
        """,
        "-g");
    for (String word : new String[] {"", " exit"}) {
      int code = word.isEmpty() ? 1 : 3;
      CommandRun run =
          start("-n 1 --threads=platform --debug=0,suspend java -cp classes Throws" + word);
      try (DebugSession a = DebugSession.attach(DebugSession.ports(run, 1)[0])) {
        a.next(VMStartEvent.class);
        a.vm.eventRequestManager().createExceptionRequest(null, false, true).enable();
        a.vm.resume();
        if (word.isEmpty()) {
          ExceptionEvent thrown = a.next(ExceptionEvent.class);
          assertThat(thrown.exception().referenceType().name())
              .isEqualTo("java.lang.IllegalArgumentException");
          assertThat(thrown.catchLocation()).isNull();
          a.vm.resume();
        }
        assertThat(a.next(VMDeathEvent.class)).isNotNull();
      }
      CommandRun.Result result = run.finish(started.getLast());
      assertThat(result.code()).isEqualTo(code);
      if (word.isEmpty()) {
        assertThat(result.err())
            .contains(
                "Exception in thread \"main\" java.lang.IllegalArgumentException: for nobody\n"
                    + "\tat");
      }
    }
  }

  @Test
  void eachReadsItsOwnStaticsAlsoWhereSharedClassesWereAskedFor() throws Exception {
    CommandRun run = start("-n 2 --isolation=shared --debug java -cp classes Counts");
    int[] ports = DebugSession.ports(run, 2);
    try (DebugSession a = DebugSession.attach(ports[0]);
        DebugSession b = DebugSession.attach(ports[1])) {
      awaitCounting(a);
      awaitCounting(b);
      var counts = a.type("Counts");
      counts.setValue(counts.fieldByName("counter"), a.vm.mirrorOf(1_000_000));
      assertThat(counter(a)).isGreaterThanOrEqualTo(1_000_000);
      assertThat(counter(b)).isLessThan(1_000_000);
    }
    assertThat(run.err())
        .contains("mpiexec: ranks do not share their classes: they are to be debugged\n");
  }

  @Test
  void oneMoreAddressShowsAllRanksHeldOrNot() throws Exception {
    CommandRun run = start("-n 3 --debug=all,suspend java -cp classes Counts");
    DebugSession.ports(run, 3);
    try (DebugSession all = DebugSession.attach(DebugSession.allPort(run))) {
      for (int i = 0; i < 3; i++) {
        all.next(VMStartEvent.class);
      }
      assertThat(all.vm.classesByName("Counts")).hasSize(3).noneMatch(ReferenceType::isInitialized);
      assertThat(all.vm.topLevelThreadGroups())
          .extracting(group -> group.name().replaceFirst("\\d+\\)", "N)"))
          .containsExactly(
              "inferior 1 Counts (pid N)",
              "inferior 2 Counts (pid N)",
              "inferior 3 Counts (pid N)");
      all.vm.resume();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> all.vm.classesByName("Counts").stream().allMatch(ReferenceType::isInitialized));
    }
  }

  @Test
  void exitEndsOneProgramWithItsCode() throws Exception {
    CommandRun run = start("-n 1 --debug java -cp classes Counts");
    int[] ports = DebugSession.ports(run, 1);
    try (DebugSession a = DebugSession.attach(ports[0])) {
      awaitCounting(a);
      a.breakAt("Counts", COUNT_LINE);
      a.next(BreakpointEvent.class);
      a.vm.exit(7);
    }
    assertThat(run.finish(started.getFirst()).code()).isEqualTo(7);
  }

  @Test
  void aHeldProgramHasRunNothingWhenItsDebuggerComes() throws Exception {
    int[] ports =
        DebugSession.ports(
            start(
                "-n 1 java -agentlib:jdwp=transport=dt_socket,server=y,address=0 -cp classes"
                    + " Counts"),
            1);
    try (DebugSession a = DebugSession.attach(ports[0])) {
      VMStartEvent start = a.next(VMStartEvent.class);
      assertThat(start.thread().name()).isEqualTo("main");
      assertThat(start.thread().frames()).isEmpty();
      assertThat(start.thread().suspendCount()).isEqualTo(1);
      assertThat(a.vm.allThreads()).hasSize(1);
      var prepare = a.vm.eventRequestManager().createClassPrepareRequest();
      prepare.addClassFilter("Counts");
      prepare.enable();
      assertThat(a.vm.classesByName("Counts")).isEmpty();
      a.vm.resume();
      ClassPrepareEvent prepared = a.next(ClassPrepareEvent.class);
      assertThat(prepared.thread()).isEqualTo(start.thread());
      assertThat(prepared.referenceType()).isEqualTo(a.type("Counts"));
      assertThat(a.type("Counts").isInitialized()).isFalse();
      assertThat(start.thread().suspendCount()).isEqualTo(1);
      a.breakAt("Counts", COUNT_LINE);
      a.vm.resume();
      a.next(BreakpointEvent.class);
      assertThat(counter(a)).isZero();
      a.vm.eventRequestManager().deleteAllBreakpoints();
      a.vm.resume();
      awaitCounting(a);
    }
  }

  @Test
  void threadsAndExceptionsOfOthersAreNotReported() throws Exception {
    int[] ports = DebugSession.ports(start("-n 2 --debug java -cp classes Counts"), 2);
    try (DebugSession a = DebugSession.attach(ports[0]);
        DebugSession b = DebugSession.attach(ports[1])) {
      awaitCounting(a);
      awaitCounting(b);
      for (DebugSession each : List.of(a, b)) {
        each.vm.eventRequestManager().createThreadStartRequest().enable();
        each.vm.eventRequestManager().createExceptionRequest(null, true, true).enable();
      }
      Files.writeString(dir.resolve("thread0"), "");
      assertThat(a.next(ThreadStartEvent.class).thread().name()).isEqualTo("late");
      assertThat(a.vm.allThreads()).allMatch(ThreadReference::isSuspended);
      a.vm.resume();
      Files.writeString(dir.resolve("throw0"), "");
      ExceptionEvent thrown = a.next(ExceptionEvent.class);
      assertThat(thrown.exception().referenceType().name())
          .isEqualTo("java.lang.IllegalStateException");
      assertThat(b.vm.eventQueue().remove(1)).isNull();
      assertThat(b.vm.allThreads()).noneMatch(ThreadReference::isSuspended);
      awaitCounting(b);
    }
  }

  @Test
  void oneOfManyVirtualRanksIsStoppedAndNoOther() throws Exception {
    int ranks = 64;
    int[] ports =
        DebugSession.ports(start("-n 64 --threads=virtual --debug java -cp classes Counts"), ranks);
    try (DebugSession a = DebugSession.attach(ports[5]);
        DebugSession b = DebugSession.attach(ports[6]);
        DebugSession c = DebugSession.attach(ports[63])) {
      awaitCounting(a);
      a.breakAt("Counts", COUNT_LINE);
      BreakpointEvent hit = a.next(BreakpointEvent.class);
      assertThat(hit.thread().name()).isEqualTo("main");
      assertThat(hit.thread().isVirtual()).isTrue();
      assertThat(names(hit.thread().frames())).containsExactly("count", "main");
      int stopped = counter(a);
      awaitCounting(b);
      awaitCounting(c);
      assertThat(counter(a)).isEqualTo(stopped);
    }
  }

  @Test
  void aSecondDebuggerIsToldWhoHasTheProgram() throws Exception {
    CommandRun run = start("-n 1 --debug java -cp classes Counts");
    int[] ports = DebugSession.ports(run, 1);
    try (DebugSession a = DebugSession.attach(ports[0])) {
      assertThatThrownBy(() -> DebugSession.attach(ports[0])).isInstanceOf(IOException.class);
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(run.err())
                      .containsPattern(
                          "mpiexec: inferior 1 Counts is already being debugged by java \\(pid"
                              + " \\d+\\) at 127.0.0.1:\\d+: detach that debugger first"));
      awaitCounting(a);
    }
  }

  @Test
  void halfHandshakesAndHugeLengthsLeaveThePortFree() throws Exception {
    int[] ports = DebugSession.ports(start("-n 1 --debug java -cp classes Counts"), 1);
    try (RawDebugger half = RawDebugger.connect(ports[0]);
        RawDebugger wrong = RawDebugger.connect(ports[0])) {
      half.send("JDWP-Hand".getBytes(StandardCharsets.US_ASCII));
      wrong.send("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(wrong.read()).isPositive();
      for (int length : new int[] {Integer.MAX_VALUE, -1, 10}) {
        await()
            .atMost(Duration.ofSeconds(60))
            .ignoreExceptionsInstanceOf(IOException.class)
            .until(
                () -> {
                  try (RawDebugger raw = RawDebugger.attach(ports[0])) {
                    raw.send(ByteBuffer.allocate(11).putInt(length).array());
                    return raw.read() < 0;
                  }
                });
      }
      try (DebugSession a = DebugSession.attach(ports[0])) {
        awaitCounting(a);
      }
    }
  }

  @Test
  void programsRunOnWhenTheMultiplexerDiesAndMayBeDebuggedAgain() throws Exception {
    CommandRun run = start("-n 1 --debug java -cp classes Counts");
    int[] ports = DebugSession.ports(run, 1);
    try (DebugSession a = DebugSession.attach(ports[0])) {
      awaitCounting(a);
      a.breakAt("Counts", COUNT_LINE);
      a.next(BreakpointEvent.class);
      started
          .getFirst()
          .descendants()
          .filter(DebugIT::isMultiplexer)
          .forEach(ProcessHandle::destroyForcibly);
      a.next(VMDisconnectEvent.class);
    }
    await().atMost(Duration.ofSeconds(60)).until(() -> run.err().contains("was started again"));
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              try (DebugSession again = DebugSession.attach(ports[0])) {
                awaitCounting(again);
                return true;
              }
            });
  }

  @Test
  void aJobAndItsMultiplexerEndWithTheProcessTheyWereStartedBy() throws Exception {
    DebugSession.ports(start("-n 1 --debug java -cp classes Counts"), 1);
    List<ProcessHandle> below = started.getFirst().descendants().toList();
    assertThat(below).hasSize(2).anyMatch(DebugIT::isMultiplexer);
    started.getFirst().destroyForcibly(); // it has no time to pass a signal on
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> below.stream().noneMatch(ProcessHandle::isAlive));
  }

  static boolean isMultiplexer(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains("debug.mux.Multiplexer");
  }

  @Test
  void aProgramConnectsToADebuggerThatListens() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      start(
          "-n 1 java -Xdebug -Xrunjdwp:transport=dt_socket,suspend=n,address=localhost:"
              + server.getLocalPort()
              + " -cp classes Counts");
      server.setSoTimeout(60_000);
      try (Socket program = server.accept()) {
        byte[] hello = "JDWP-Handshake".getBytes(StandardCharsets.US_ASCII);
        program.getOutputStream().write(hello);
        assertThat(program.getInputStream().readNBytes(hello.length)).isEqualTo(hello);
      }
    }
    CommandRun alone =
        start("-n 1 java -Xrunjdwp:transport=dt_socket,address=localhost:1 -cp classes Counts");
    CommandRun.Result result = alone.finish(started.getLast());
    assertThat(result.err())
        .contains(
            "ERROR: transport error 202: cannot connect to the debugger at localhost:1: Connection"
                + " refused");
    assertThat(result.code()).isEqualTo(2);
  }
}
