package dev.metaproc.launcher;

import static dev.metaproc.debug.jdwp.JdwpError.ILLEGAL_ARGUMENT;
import static dev.metaproc.debug.jdwp.JdwpError.INVALID_ARRAY;
import static dev.metaproc.debug.jdwp.JdwpError.INVALID_CLASS;
import static dev.metaproc.debug.jdwp.JdwpError.INVALID_CLASS_LOADER;
import static dev.metaproc.debug.jdwp.JdwpError.INVALID_FIELDID;
import static dev.metaproc.debug.jdwp.JdwpError.INVALID_FRAMEID;
import static dev.metaproc.debug.jdwp.JdwpError.INVALID_LENGTH;
import static dev.metaproc.debug.jdwp.JdwpError.INVALID_LOCATION;
import static dev.metaproc.debug.jdwp.JdwpError.INVALID_METHODID;
import static dev.metaproc.debug.jdwp.JdwpError.INVALID_MODULE;
import static dev.metaproc.debug.jdwp.JdwpError.INVALID_OBJECT;
import static dev.metaproc.debug.jdwp.JdwpError.INVALID_STRING;
import static dev.metaproc.debug.jdwp.JdwpError.INVALID_THREAD;
import static dev.metaproc.debug.jdwp.JdwpError.INVALID_THREAD_GROUP;
import static dev.metaproc.debug.jdwp.JdwpError.NONE;
import static dev.metaproc.debug.jdwp.JdwpError.NOT_IMPLEMENTED;
import static dev.metaproc.debug.jdwp.JdwpError.OPAQUE_FRAME;
import static dev.metaproc.debug.jdwp.JdwpError.TYPE_MISMATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.metaproc.debug.jdwp.Command;
import dev.metaproc.debug.jdwp.PacketReader;
import dev.metaproc.debug.jdwp.PacketWriter;
import dev.metaproc.debug.jdwp.Shape;
import dev.metaproc.launcher.RawDebugger.Stopped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands that no debugger should send, of which HotSpot looks at few: each would end the JVM,
 * hence every program in it, or reach another program, if the agent were to see it.
 */
@Timeout(180)
class DebugRefusalIT {
  private static final String MIXED =
      """
      public class Mixed extends Above {
        static volatile int counter;
        static String text = new String("text");
        static Object any = new Object();
        static int[] numbers = {1, 2, 3};
        static long[] longs = {1};
        static String[] texts = {"a"};
        static Runnable task = () -> {};
        static Mixed self = new Mixed("self", 1, numbers, task);
        static Other other = new Other();
        String name;
        int own;

        Mixed(String name, int own, int[] numbers, Runnable task) {
          this.name = name;
          this.own = own;
        }

        static int sum(String name, int own, int[] numbers, Runnable task) {
          return own;
        }

        int add(String name, int own, int[] numbers, Runnable task) {
          return own;
        }

        static int each(CharSequence[] parts) {
          return parts.length;
        }

        public static void main(String[] arguments) throws Exception {
          Face.sum("face", 1, numbers, task);
          Thread helper = new Thread(java.util.concurrent.locks.LockSupport::park, "helper");
          helper.setDaemon(true);
          helper.start();
          while (true) {
            try {
              hold("hold", 1, self);
              Bare.hold("bare", 1, self);
              Thread.sleep(1);
            } catch (NullPointerException e) {
              counter++; // its debugger has written a null
            }
          }
        }

        static void hold(String local, int more, Mixed mixed) {
          int before = counter;
          counter = before + mixed.own + local.length() + more;
        }
      }

      class Above {
        static int up(int by) {
          return by + 1;
        }
      }

      class Other {
        static String title = "title";
        static int three = 3;
        String alien = "alien";

        Other() {}

        int strange() {
          return 1;
        }
      }

      interface Face {
        Runnable FACE = Mixed.task;

        static int sum(String name, int own, int[] numbers, Runnable task) {
          return own;
        }
      }
      """;

  /** Compiled without the names of its variables. */
  private static final String BARE =
      """
      class Bare {
        static void hold(String local, int more, Object mixed) {
          Object own = local;
          own.hashCode();
        }
      }
      """;

  /** How an id that is wrong is called, by what it should be of. */
  private static final Map<Character, Integer> ERRORS =
      Map.of(
          'o', INVALID_OBJECT,
          't', INVALID_THREAD,
          'g', INVALID_THREAD_GROUP,
          'c', INVALID_CLASS,
          'C', INVALID_CLASS,
          'L', INVALID_CLASS_LOADER,
          'a', INVALID_ARRAY,
          'S', INVALID_STRING,
          'M', INVALID_MODULE,
          'm', INVALID_METHODID);

  private static final int INVALID_SLOT = 35;
  private static final int HS_ERR_LINES = 120;

  @TempDir Path dir;
  private CommandRun run;
  private Process job;
  private int[] ports;
  private RawDebugger raw;
  private RawDebugger other;
  private long type;

  @BeforeEach
  void start() throws IOException {
    Path classes = dir.resolve("classes");
    Programs.compile(classes, "Bare", BARE, "-g:none");
    Programs.compile(classes, "Mixed", MIXED, "-g", "-cp", classes.toString());
    run = CommandRun.mpiexec(dir, "-n 2 --debug java -cp classes Mixed");
    job = run.start();
    ports = DebugSession.ports(run, 2);
    raw = RawDebugger.attach(ports[0]);
    other = RawDebugger.attach(ports[1]);
    awaitClasses(raw);
    awaitClasses(other);
    type = raw.type("LMixed;");
  }

  private static void awaitClasses(RawDebugger debugger) {
    await().atMost(Duration.ofSeconds(60)).until(() -> debugger.types("LBare;").size() == 1);
  }

  /** Whatever was said, the JVM is there, and the other program runs. */
  @AfterEach
  void theOtherRuns() throws Exception {
    raw.close();
    other.close();
    try {
      assertThat(job.isAlive()).isTrue();
      assertTheOtherRuns();
    } catch (AssertionError | ConditionTimeoutException | IOException e) {
      throw new AssertionError(remains(), e);
    } finally {
      job.destroy();
      if (!job.waitFor(20, TimeUnit.SECONDS)) {
        job.destroyForcibly();
      }
    }
  }

  private void assertTheOtherRuns() throws IOException {
    try (RawDebugger again = RawDebugger.attachWhenFree(ports[1])) {
      long there = again.type("LMixed;");
      int before = again.number(there, "counter");
      await().atMost(Duration.ofSeconds(60)).until(() -> again.number(there, "counter") != before);
    }
  }

  /** What is left of a job whose JVM or multiplexer has died, and what was said before. */
  private String remains() throws IOException {
    StringBuilder text = new StringBuilder(job.isAlive() ? "the job runs" : "the job has ended");
    if (!job.isAlive()) {
      text.append(" with ").append(job.exitValue());
    }
    text.append("; below it:\n");
    job.descendants().forEach(each -> text.append(each).append(each.info()).append('\n'));
    text.append("its output:\n").append(run.out()).append("its errors:\n").append(run.err());
    text.append("the last commands:\n").append(raw.said()).append('\n');
    try (Stream<Path> files = Files.list(dir)) {
      for (Path crash : files.filter(each -> each.toString().contains("hs_err")).toList()) {
        Files.readString(crash)
            .lines()
            .limit(HS_ERR_LINES)
            .forEach(l -> text.append(l).append('\n'));
      }
    }
    return text.toString();
  }

  private void refused(int error, String what, Command command, PacketWriter data)
      throws IOException {
    assertThat(raw.error(command, data)).as(command + ": " + what).isEqualTo(error);
  }

  private static PacketWriter data(long... ids) {
    PacketWriter data = new PacketWriter();
    Arrays.stream(ids).forEach(data::id);
    return data;
  }

  private static PacketWriter tagged(char tag, long id) {
    return new PacketWriter().u1(tag).id(id);
  }

  // ---- what is called

  private static PacketWriter arguments(PacketWriter data, PacketWriter... arguments) {
    data.i4(arguments.length);
    Arrays.stream(arguments).forEach(each -> data.raw(each.toBytes()));
    return data.i4(1);
  }

  /** Each of the four calls has a method with the same parameters. */
  private void call(int error, String what, long thread, PacketWriter... arguments)
      throws IOException {
    long face = raw.type("LFace;");
    long self = raw.object(type, "self");
    Map<Command, PacketWriter> calls =
        Map.of(
            Command.CLASS_INVOKE_METHOD, data(type, thread, raw.method(type, "sum")),
            Command.CLASS_NEW_INSTANCE, data(type, thread, raw.method(type, "<init>")),
            Command.INTERFACE_INVOKE_METHOD, data(face, thread, raw.method(face, "sum")),
            Command.OBJECT_INVOKE_METHOD, data(self, thread, type, raw.method(type, "add")));
    for (Map.Entry<Command, PacketWriter> each : calls.entrySet()) {
      refused(error, what, each.getKey(), arguments(each.getValue(), arguments));
    }
  }

  @Test
  void aMethodIsCalledWithWhatItTakes() throws Exception {
    long thread = raw.stopIn(type, "hold").thread();
    PacketWriter name = tagged('s', raw.object(type, "text"));
    PacketWriter own = new PacketWriter().u1('I').i4(7);
    PacketWriter numbers = tagged('[', raw.object(type, "numbers"));
    PacketWriter task = tagged('L', raw.object(type, "task"));
    PacketWriter any = tagged('L', raw.object(type, "any"));
    PacketWriter none = tagged('L', 0);
    PacketWriter wide = new PacketWriter().u1('J').id(7);
    PacketWriter nothing = new PacketWriter().u1('V');
    PacketWriter longs = tagged('[', raw.object(type, "longs"));
    PacketWriter texts = tagged('[', raw.object(type, "texts"));
    call(NONE, "as it is declared", thread, name, own, numbers, task);
    call(NONE, "nulls", thread, none, own, none, none);

    call(ILLEGAL_ARGUMENT, "none", thread);
    call(ILLEGAL_ARGUMENT, "too few", thread, name, own, numbers);
    call(ILLEGAL_ARGUMENT, "too many", thread, name, own, numbers, task, task);
    for (PacketWriter wrong : List.of(wide, any, nothing, name)) {
      call(TYPE_MISMATCH, "no int", thread, name, wrong, numbers, task);
    }
    for (PacketWriter wrong : List.of(any, own, numbers, task)) {
      call(TYPE_MISMATCH, "no string", thread, wrong, own, numbers, task);
    }
    for (PacketWriter wrong : List.of(any, own, name, longs, texts)) {
      call(TYPE_MISMATCH, "no int[]", thread, name, own, wrong, task);
    }
    for (PacketWriter wrong : List.of(any, name, numbers)) {
      call(TYPE_MISMATCH, "no Runnable", thread, name, own, numbers, wrong);
    }
    PacketWriter anyString = tagged('s', raw.object(type, "any"));
    call(INVALID_STRING, "tagged as a string", thread, anyString, own, numbers, task);
    PacketWriter anyArray = tagged('[', raw.object(type, "any"));
    call(INVALID_ARRAY, "tagged as an array", thread, name, own, anyArray, task);
    PacketWriter foreign = tagged('L', other.object(other.type("LMixed;"), "text"));
    call(INVALID_OBJECT, "another program's", thread, foreign, own, numbers, task);
    PacketWriter unknown = new PacketWriter().u1('Q').i4(7);
    call(ILLEGAL_ARGUMENT, "an unknown tag", thread, name, unknown, numbers, task);
    long foreignThread = of(ids(other), 't');
    call(INVALID_THREAD, "another's thread", foreignThread, name, own, numbers, task);
    call(INVALID_THREAD, "not stopped", raw.thread("helper"), name, own, numbers, task);
  }

  @Test
  void whatIsCalledIsAMethodOfItsKindAndClass() throws Exception {
    Stopped stopped = raw.stopIn(type, "hold");
    long thread = stopped.thread();
    long alien = raw.type("LOther;");
    long object = raw.type("Ljava/lang/Object;");
    long face = raw.type("LFace;");
    long sum = raw.method(type, "sum");
    long add = raw.method(type, "add");
    long make = raw.method(type, "<init>");
    long strange = raw.method(alien, "strange");
    long self = raw.object(type, "self");
    long handle = raw.type("Ljava/lang/invoke/MethodHandle;");
    refused(
        INVALID_METHODID,
        "a linker",
        Command.CLASS_INVOKE_METHOD,
        arguments(
            data(handle, thread, raw.method(handle, "linkToStatic")),
            tagged('[', raw.object(type, "texts"))));
    for (long method : new long[] {add, make, raw.method(type, "<clinit>"), strange, 0, 7}) {
      refused(
          INVALID_METHODID,
          "not static",
          Command.CLASS_INVOKE_METHOD,
          arguments(data(type, thread, method)));
    }
    for (long method : new long[] {sum, make, strange, 0, 7}) {
      refused(
          INVALID_METHODID,
          "not the object's",
          Command.OBJECT_INVOKE_METHOD,
          arguments(data(self, thread, type, method)));
    }
    refused(
        INVALID_OBJECT,
        "not of that class",
        Command.OBJECT_INVOKE_METHOD,
        arguments(data(self, thread, alien, strange)));
    for (long method :
        new long[] {sum, add, strange, raw.method(alien, "<init>"), raw.method(object, "<init>")}) {
      refused(
          INVALID_METHODID,
          "no constructor of it",
          Command.CLASS_NEW_INSTANCE,
          arguments(data(type, thread, method)));
    }
    for (long method : new long[] {sum, add, strange, raw.method(face, "<clinit>")}) {
      refused(
          INVALID_METHODID,
          "not the interface's",
          Command.INTERFACE_INVOKE_METHOD,
          arguments(data(face, thread, method)));
    }
  }

  // ---- what is read and written

  @Test
  void fieldsAreThoseOfTheClassAndHoldTheirType() throws Exception {
    long alien = raw.type("LOther;");
    long self = raw.object(type, "self");
    long any = raw.object(type, "any");
    long text = raw.field(type, "text");
    long name = raw.field(type, "name");
    long title = raw.field(alien, "title");
    for (long field : new long[] {title, name, 0, 7}) {
      refused(INVALID_FIELDID, "no static", Command.TYPE_GET_VALUES, data(type).i4(1).id(field));
      refused(
          INVALID_FIELDID, "no static", Command.CLASS_SET_VALUES, data(type).i4(1).id(field).id(0));
    }
    for (long field : new long[] {title, text, 0, 7}) {
      refused(
          INVALID_FIELDID,
          "not the object's",
          Command.OBJECT_GET_VALUES,
          data(self).i4(1).id(field));
      refused(
          INVALID_FIELDID,
          "not the object's",
          Command.OBJECT_SET_VALUES,
          data(self).i4(1).id(field).id(0));
    }
    refused(INVALID_FIELDID, "it has none", Command.OBJECT_GET_VALUES, data(any).i4(1).id(name));
    refused(
        INVALID_FIELDID, "it has none", Command.OBJECT_SET_VALUES, data(any).i4(1).id(name).id(0));

    refused(
        TYPE_MISMATCH, "no string", Command.CLASS_SET_VALUES, data(type).i4(1).id(text).id(any));
    refused(
        TYPE_MISMATCH,
        "no int[]",
        Command.CLASS_SET_VALUES,
        data(type).i4(1).id(raw.field(type, "numbers")).id(raw.object(type, "longs")));
    refused(
        TYPE_MISMATCH, "no string", Command.OBJECT_SET_VALUES, data(self).i4(1).id(name).id(any));
    refused(
        INVALID_OBJECT, "no id", Command.OBJECT_SET_VALUES, data(self).i4(1).id(name).id(123_456));
    refused(
        INVALID_OBJECT,
        "another program's",
        Command.CLASS_SET_VALUES,
        data(type).i4(1).id(text).id(other.object(other.type("LMixed;"), "text")));
    refused(
        ILLEGAL_ARGUMENT,
        "half a value",
        Command.CLASS_SET_VALUES,
        data(type).i4(1).id(text).i4(0));
    refused(
        ILLEGAL_ARGUMENT,
        "too wide a value",
        Command.OBJECT_SET_VALUES,
        data(self).i4(1).id(raw.field(type, "own")).id(7));
    refused(
        NONE,
        "as they are declared",
        Command.OBJECT_SET_VALUES,
        data(self).i4(2).id(name).id(raw.object(type, "text")).id(raw.field(type, "own")).i4(7));
  }

  @Test
  void elementsHoldTheirType() throws Exception {
    long texts = raw.object(type, "texts");
    long any = raw.object(type, "any");
    refused(TYPE_MISMATCH, "no string", Command.ARRAY_SET_VALUES, data(texts).i4(0).i4(1).id(any));
    refused(INVALID_ARRAY, "no array", Command.ARRAY_SET_VALUES, data(any).i4(0).i4(1).id(any));
    refused(INVALID_ARRAY, "no array", Command.ARRAY_GET_VALUES, data(any).i4(0).i4(1));
    refused(INVALID_ARRAY, "no array", Command.ARRAY_LENGTH, data(any));
    refused(INVALID_ARRAY, "no array's class", Command.ARRAY_TYPE_NEW_INSTANCE, data(type).i4(1));
    refused(
        ILLEGAL_ARGUMENT,
        "half an element",
        Command.ARRAY_SET_VALUES,
        data(raw.object(type, "longs")).i4(0).i4(1).i4(7));
    refused(
        NONE,
        "as they are declared",
        Command.ARRAY_SET_VALUES,
        data(texts).i4(0).i4(1).id(raw.object(type, "text")));
  }

  @Test
  void objectsOfOneCopyOfAClassAreNoneOfAnother() throws Exception {
    raw.close();
    other.close();
    try (RawDebugger all = RawDebugger.attachWhenFree(DebugSession.allPort(run))) {
      List<Long> copies = all.types("LMixed;");
      assertThat(copies).hasSize(2);
      long one = copies.getFirst();
      long two = copies.getLast();
      long field = all.field(one, "self");
      PacketWriter own = data(one).i4(1).id(field).id(all.object(one, "self"));
      assertThat(all.error(Command.CLASS_SET_VALUES, own)).isEqualTo(NONE);
      PacketWriter wrong = data(one).i4(1).id(field).id(all.object(two, "self"));
      assertThat(all.error(Command.CLASS_SET_VALUES, wrong)).isEqualTo(TYPE_MISMATCH);
    }
  }

  @Test
  void partsAreNoLongerThanNumbersAre() throws Exception {
    Stopped stopped = raw.stopIn(type, "hold");
    for (String array : new String[] {"numbers", "texts"}) {
      PacketWriter part = data(raw.object(type, array)).i4(1).i4(Integer.MAX_VALUE);
      refused(INVALID_LENGTH, array, Command.ARRAY_GET_VALUES, part);
    }
    raw.get(Command.VM_SUSPEND, new PacketWriter());
    for (long thread : new long[] {stopped.thread(), raw.thread("helper")}) {
      PacketWriter part = data(thread).i4(1).i4(Integer.MAX_VALUE);
      refused(INVALID_LENGTH, "frames", Command.THREAD_FRAMES, part);
    }
  }

  @Test
  void variablesWithoutNamesKeepTheirClass() throws Exception {
    Stopped stopped = raw.stopIn(raw.type("LBare;"), "hold");
    PacketWriter any = tagged('L', raw.object(type, "any"));
    PacketWriter text = tagged('L', raw.object(type, "text"));
    refused(TYPE_MISMATCH, "no string", Command.FRAME_SET_VALUES, variable(stopped, 0, any));
    refused(TYPE_MISMATCH, "no int", Command.FRAME_SET_VALUES, variable(stopped, 1, any));
    refused(TYPE_MISMATCH, "maybe", Command.FRAME_SET_VALUES, variable(stopped, 2, any));
    refused(INVALID_SLOT, "no slot", Command.FRAME_SET_VALUES, variable(stopped, 77, any));
    refused(NONE, "a string", Command.FRAME_SET_VALUES, variable(stopped, 0, text));
    refused(NONE, "null", Command.FRAME_SET_VALUES, variable(stopped, 2, tagged('L', 0)));
  }

  @Test
  void variablesAndResultsHoldTheirType() throws Exception {
    Stopped stopped = raw.stopIn(type, "hold");
    PacketWriter any = tagged('L', raw.object(type, "any"));
    PacketWriter number = new PacketWriter().u1('I').i4(7);
    refused(TYPE_MISMATCH, "no string", Command.FRAME_SET_VALUES, variable(stopped, 0, any));
    refused(TYPE_MISMATCH, "no string", Command.FRAME_SET_VALUES, variable(stopped, 0, number));
    refused(TYPE_MISMATCH, "no int", Command.FRAME_SET_VALUES, variable(stopped, 1, any));
    refused(
        TYPE_MISMATCH,
        "no int",
        Command.FRAME_SET_VALUES,
        variable(stopped, 1, new PacketWriter().u1('F').i4(7)));
    for (int slot : new int[] {-1, 77, Integer.MAX_VALUE}) {
      refused(INVALID_SLOT, "no slot", Command.FRAME_SET_VALUES, variable(stopped, slot, number));
    }
    refused(
        INVALID_OBJECT,
        "another program's",
        Command.FRAME_SET_VALUES,
        variable(stopped, 0, tagged('L', other.object(other.type("LMixed;"), "text"))));
    refused(
        NONE,
        "as it is declared",
        Command.FRAME_SET_VALUES,
        variable(stopped, 0, tagged('L', raw.object(type, "text"))));
    refused(
        TYPE_MISMATCH,
        "void",
        Command.THREAD_FORCE_EARLY_RETURN,
        data(stopped.thread()).raw(any.toBytes()));
  }

  /** The agent would show the host's frames to whoever counts on. */
  @Test
  void framesAreThoseTheThreadWasShownToHave() throws Exception {
    Stopped stopped = raw.stopIn(type, "hold");
    long thread = stopped.thread();
    long helper = raw.thread("helper");
    PacketReader all = raw.get(Command.THREAD_FRAMES, data(thread).i4(0).i4(-1));
    assertThat(all.i4()).isEqualTo(2); // hold and main
    for (long frame :
        new long[] {
          stopped.frame() + 2,
          stopped.frame() + 0xffff,
          stopped.frame() + (1 << 16),
          stopped.frame() - (1 << 16),
          ~stopped.frame(),
          -1,
          Long.MIN_VALUE
        }) {
      refusedFrame("frame " + frame, thread, frame);
    }
    refusedFrame("another thread's", helper, stopped.frame());
    long above = stopped.frame() + 1;
    refused(NONE, "its second", Command.FRAME_THIS_OBJECT, data(thread, above));
    refused(NONE, "its first", Command.FRAME_THIS_OBJECT, data(thread, stopped.frame()));
    refused(OPAQUE_FRAME, "main", Command.FRAME_POP, data(thread, above));
    refused(NONE, "hold", Command.FRAME_POP, data(thread, stopped.frame()));
    raw.get(Command.THREAD_RESUME, data(thread));
    Stopped again = raw.stopIn(type, "hold");
    refusedFrame("of an earlier stop", thread, stopped.frame());
    refused(NONE, "of this one", Command.FRAME_THIS_OBJECT, data(thread, again.frame()));
  }

  private void refusedFrame(String what, long thread, long frame) throws IOException {
    PacketWriter slot = new PacketWriter().i4(1).i4(0);
    refused(INVALID_FRAMEID, what, Command.FRAME_THIS_OBJECT, data(thread, frame));
    refused(INVALID_FRAMEID, what, Command.FRAME_POP, data(thread, frame));
    refused(
        INVALID_FRAMEID,
        what,
        Command.FRAME_GET_VALUES,
        data(thread, frame).raw(slot.toBytes()).u1('L'));
    refused(
        INVALID_FRAMEID,
        what,
        Command.FRAME_SET_VALUES,
        data(thread, frame).raw(slot.toBytes()).u1('L').id(0));
  }

  private static PacketWriter variable(Stopped stopped, int slot, PacketWriter value) {
    return data(stopped.thread(), stopped.frame()).i4(1).i4(slot).raw(value.toBytes());
  }

  // ---- whose it is

  private static <T> T of(Map<Character, T> kinds, char kind) {
    return Objects.requireNonNull(kinds.get(kind));
  }

  /** An id of each kind, of one program. */
  private static Map<Character, Long> ids(RawDebugger debugger) throws IOException {
    long type = debugger.type("LMixed;");
    Map<Character, Long> ids = new HashMap<>();
    ids.put('c', type);
    ids.put('C', debugger.get(Command.TYPE_CLASS_OBJECT, data(type)).id());
    ids.put('L', debugger.get(Command.TYPE_CLASS_LOADER, data(type)).id());
    ids.put('M', debugger.get(Command.TYPE_MODULE, data(type)).id());
    ids.put('m', debugger.method(type, "sum"));
    ids.put('f', debugger.field(type, "text"));
    ids.put('o', debugger.object(type, "self"));
    ids.put('a', debugger.object(type, "texts"));
    ids.put('S', debugger.object(type, "text"));
    ids.put('t', debugger.thread("main"));
    ids.put('g', debugger.get(Command.THREAD_GROUP, data(of(ids, 't'))).id());
    ids.put('F', 0L);
    return ids;
  }

  /**
   * Every command, with one id after another of another program, of another kind, or of nothing.
   */
  @Test
  void everyIdIsTheProgramsAndOfItsKind() throws Exception {
    Map<Character, Long> own = ids(raw);
    own.put('F', raw.stopIn(type, "hold").frame());
    Map<Character, Long> foreign = ids(other);
    long any = raw.object(type, "any");
    int asked = 0;
    for (Command command : Command.values()) {
      Shape shape = command.arguments();
      String letters = shape == null ? "" : shape.letters();
      for (int at = 0; at < letters.length(); at++) {
        char letter = letters.charAt(at);
        if (ERRORS.containsKey(letter)) {
          List<Long> wrong = new ArrayList<>(List.of(of(foreign, letter), Long.MAX_VALUE));
          if (letter != 'o') {
            wrong.add(any);
          }
          if (letter != 'L' && command != Command.METHOD_IS_OBSOLETE) { // they know a null
            wrong.add(0L);
          }
          for (long id : wrong) {
            refused(
                id == Long.MAX_VALUE && letter != 'm' ? INVALID_OBJECT : of(ERRORS, letter),
                letters + "[" + at + "]=" + id,
                command,
                with(letters, at, id, own));
            asked++;
          }
        } else if (letter == 'v') {
          refused(INVALID_OBJECT, "value", command, with(letters, at, of(foreign, 'o'), own));
        }
      }
    }
    assertThat(asked).isGreaterThan(200);
  }

  /** A command's data of own ids but for one; what is counted is there once. */
  private static PacketWriter with(String letters, int at, long id, Map<Character, Long> own) {
    PacketWriter data = new PacketWriter();
    for (int i = 0; i < letters.length(); i++) {
      char letter = letters.charAt(i);
      switch (letter) {
        case '(' -> data.i4(1);
        case ')' -> {}
        case 'i' -> data.i4(0);
        case 's' -> data.i4(0);
        case 'b' -> data.u1(1);
        case 'l' -> data.id(0);
        case 'v' -> data.u1('L').id(i == at ? id : 0);
        default -> data.id(i == at ? id : of(own, letter));
      }
    }
    return data;
  }

  @Test
  void whatRequestsNameIsTheProgramsToo() throws Exception {
    Map<Character, Long> own = ids(raw);
    Map<Character, Long> foreign = ids(other);
    long there = of(foreign, 'c');
    long alien = raw.type("LOther;");
    refused(INVALID_THREAD, "ThreadOnly", Command.REQUEST_SET, request(40, 3).id(of(foreign, 't')));
    refused(INVALID_CLASS, "ClassOnly", Command.REQUEST_SET, request(40, 4).id(there));
    refused(
        INVALID_CLASS,
        "LocationOnly",
        Command.REQUEST_SET,
        RawDebugger.breakpoint(there, of(foreign, 'm'), 0));
    refused(
        INVALID_METHODID,
        "LocationOnly",
        Command.REQUEST_SET,
        RawDebugger.breakpoint(type, of(foreign, 'm'), 0));
    refused(
        INVALID_METHODID,
        "LocationOnly",
        Command.REQUEST_SET,
        RawDebugger.breakpoint(type, raw.method(alien, "strange"), 0));
    refused(
        INVALID_CLASS, "ExceptionOnly", Command.REQUEST_SET, request(4, 8).id(there).u1(1).u1(1));
    refused(
        INVALID_CLASS,
        "FieldOnly",
        Command.REQUEST_SET,
        request(20, 9).id(there).id(of(foreign, 'f')));
    refused(
        INVALID_FIELDID,
        "FieldOnly",
        Command.REQUEST_SET,
        request(20, 9).id(of(own, 'c')).id(raw.field(alien, "title")));
    refused(
        INVALID_THREAD,
        "Step",
        Command.REQUEST_SET,
        request(1, 10).id(of(foreign, 't')).i4(0).i4(0));
    refused(
        INVALID_OBJECT, "InstanceOnly", Command.REQUEST_SET, request(40, 11).id(of(foreign, 'o')));
    refused(ILLEGAL_ARGUMENT, "of no kind", Command.REQUEST_SET, request(40, 14).id(1));
  }

  @Test
  void breakpointsAreWhereInstructionsBegin() throws Exception {
    long hold = raw.method(type, "hold");
    for (long index : new long[] {1, 2, -1, 100_000, Long.MIN_VALUE}) {
      refused(
          INVALID_LOCATION,
          "at " + index,
          Command.REQUEST_SET,
          RawDebugger.breakpoint(type, hold, index));
    }
    long thread = raw.type("Ljava/lang/Thread;");
    refused(
        INVALID_LOCATION,
        "native",
        Command.REQUEST_SET,
        RawDebugger.breakpoint(thread, raw.method(thread, "currentThread"), 0));
    for (long index : new long[] {0, 3}) { // getstatic counter
      refused(NONE, "at " + index, Command.REQUEST_SET, RawDebugger.breakpoint(type, hold, index));
    }
  }

  /** The data of a request with one modifier, which follows. */
  private static PacketWriter request(int kind, int modifier) {
    return new PacketWriter().u1(kind).u1(0).i4(1).u1(modifier);
  }

  // ---- who comes and goes

  /**
   * The agent ends the JVM where it is to take back an id more often than it has sent it, and what
   * the multiplexer answers by itself it has not sent.
   */
  @Test
  void whatTheAgentHasNotSentIsNotTakenFromIt() throws Exception {
    long group = of(ids(raw), 'g');
    for (int i = 0; i < 50; i++) {
      raw.get(Command.VM_TOP_LEVEL_THREAD_GROUPS, new PacketWriter());
      raw.get(Command.VM_ALL_THREADS, new PacketWriter());
      raw.get(Command.INFERIOR_LIST, new PacketWriter());
      raw.get(Command.OBJECT_REFERENCE_TYPE, data(raw.object(type, "self")));
    }
    raw.get(Command.VM_DISPOSE_OBJECTS, new PacketWriter().i4(1).id(group).i4(20));
    raw.close(); // and the other stays
    try (RawDebugger again = RawDebugger.attachWhenFree(ports[0])) {
      assertThat(again.thread("main")).isPositive();
    }
    assertThat(other.thread("main")).isPositive();
  }

  // ---- anything else

  private static final List<Integer> NUMBERS =
      List.of(-1, 0, 1, 2, 5, Integer.MAX_VALUE, Integer.MIN_VALUE);
  private static final List<Integer> KINDS = List.of(1, 2, 4, 8, 20, 21, 40, 41, 42, 43, 45, 6, 7);
  private static final List<Integer> TAGS = "L[sIJ\0".chars().boxed().toList();

  /** What would end the program, or make this debugger forget its ids. */
  private static final Set<Command> LEAVING =
      EnumSet.of(
          Command.VM_DISPOSE,
          Command.VM_EXIT,
          Command.VM_DISPOSE_OBJECTS,
          Command.INFERIOR_EXIT,
          Command.THREAD_STOP,
          Command.THREAD_INTERRUPT,
          Command.THREAD_FORCE_EARLY_RETURN);

  @Test
  void noCommandEndsTheJvm() throws Exception {
    assertThat(raw.ask(99 << 8 | 1, new byte[0]).error()).isEqualTo(NOT_IMPLEMENTED);
    assertThat(raw.ask(Command.THREAD_SUSPEND.code(), new byte[0]).error())
        .isEqualTo(ILLEGAL_ARGUMENT);
    Stopped stopped = raw.stopIn(type, "hold");
    List<Long> ids = new ArrayList<>(ids(raw).values());
    ids.addAll(ids(other).values());
    ids.addAll(List.of(stopped.thread(), stopped.frame(), raw.type("Ljava/lang/String;"), 7L));
    long seed = Long.getLong("seed", 20_261_123);
    Random random = new Random(seed);
    Command[] commands = Command.values();
    for (int i = 0; i < Integer.getInteger("debug.commands", 500); i++) {
      Command command = commands[random.nextInt(commands.length)];
      if (!LEAVING.contains(command)) {
        try {
          raw.ask(command.code(), random(command, ids, random).toBytes());
        } catch (IOException e) {
          throw new AssertionError("-Dseed=" + seed + ": " + command, e);
        }
      }
    }
  }

  /** A command's data in their shape. */
  private static PacketWriter random(Command command, List<Long> ids, Random random) {
    if (command == Command.REQUEST_SET) {
      return randomRequest(ids, random);
    }
    Shape shape = command.arguments();
    PacketWriter data = new PacketWriter();
    for (char letter : (shape == null ? "o(ov)i" : shape.letters()).toCharArray()) {
      switch (letter) {
        case '(' -> data.i4(1);
        case ')' -> {}
        case 'i' -> data.i4(one(NUMBERS, random));
        case 's' -> data.string("Mixed");
        case 'b' -> data.u1(one(TAGS, random));
        case 'v' -> data.u1(one(TAGS, random)).id(one(ids, random));
        default -> data.id(one(ids, random));
      }
    }
    return data;
  }

  private static PacketWriter randomRequest(List<Long> ids, Random random) {
    PacketWriter data = new PacketWriter().u1(one(KINDS, random)).u1(random.nextInt(3));
    int modifiers = random.nextInt(3);
    data.i4(modifiers);
    for (int i = 0; i < modifiers; i++) {
      long id = one(ids, random);
      int kind = 1 + random.nextInt(13);
      data.u1(kind);
      switch (kind) {
        case 1, 2 -> data.i4(one(NUMBERS, random));
        case 3, 4, 11 -> data.id(id);
        case 5, 6, 12 -> data.string("Mixed");
        case 7 -> data.u1(1).id(id).id(one(ids, random)).id(one(NUMBERS, random));
        case 8 -> data.id(id).u1(1).u1(1);
        case 9 -> data.id(id).id(one(ids, random));
        case 10 -> data.id(id).i4(one(NUMBERS, random)).i4(one(NUMBERS, random));
        default -> {}
      }
    }
    return data;
  }

  private static <T> T one(List<T> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }
}
