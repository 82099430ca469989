package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaproc.isolation.jdk.ProgramEnded;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that would harm the host, or the others in it, if they could. */
@ParameterizedClass
@EnumSource(names = {"LOADER", "SHARED"})
@Timeout(180)
class HostileTest {
  private static final int MANY = 10_000;

  private final Isolation isolation;
  @TempDir static Path directory;
  private static Path classes;
  private final MetaProcess host = MetaProcess.open(ApiSurface.minimal());

  HostileTest(Isolation isolation) {
    this.isolation = isolation;
  }

  @BeforeAll
  static void compile() {
    classes =
        Compiled.in(
            directory,
            """
            import dev.metaproc.api.ServiceContext;
            import java.io.*;
            import java.lang.management.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.concurrent.locks.LockSupport;

            public class Main {
              static class Left {
                static { meet(); Right.touch(); }
                static void touch() {}
              }

              static class Right {
                static { meet(); Left.touch(); }
                static void touch() {}
              }

              /** Once a program: the initialisers of both programs run at the same time. */
              static boolean met;
              static void meet() {
                if (!met) {
                  met = true;
                  try { ServiceContext.current().service(Callable.class).call(); } catch (Exception e) { throw new Error(e); }
                }
              }

              static void threads(String kind, int count) {
                Thread.Builder builder = kind.equals("virtual") ? Thread.ofVirtual() : Thread.ofPlatform().stackSize(64 * 1024);
                int started = 0;
                int refused = 0;
                for (int i = 0; i < count; i++) {
                  try {
                    builder.start(() -> { while (true) LockSupport.park(); });
                    started++;
                  } catch (OutOfMemoryError e) {
                    if (refused++ == 0) System.out.println(e.getMessage());
                  }
                }
                System.out.println(started + " started, " + refused + " refused");
              }

              static int next;
              static final FilenameFilter NOTHING = (directory, name) -> false;
              static final Runnable WORK = () -> {};

              /** What the host does for a program, each within a few frames. */
              static final List<Callable<?>> CALLS = List.of(
                  () -> System.getProperty("user.dir"),
                  () -> System.setProperty("deep", "1"),
                  () -> System.getenv("PATH"),
                  () -> { System.out.print(""); System.err.print(""); return 1; },
                  () -> new File("absent").exists(),
                  () -> new File(".").list(NOTHING),
                  () -> java.nio.file.Files.list(java.nio.file.Path.of(".")).count(),
                  () -> { new FileInputStream("/dev/null").close(); return 1; },
                  () -> new java.net.ServerSocket().getLocalPort(),
                  () -> { Thread t = new Thread(WORK); t.start(); t.join(); return 1; },
                  () -> { Thread t = new Thread(); Runtime.getRuntime().addShutdownHook(t); return Runtime.getRuntime().removeShutdownHook(t); },
                  () -> { Thread.setDefaultUncaughtExceptionHandler(null); return Thread.getDefaultUncaughtExceptionHandler(); },
                  () -> Thread.getAllStackTraces().size(),
                  () -> Thread.currentThread().getContextClassLoader(),
                  () -> ProcessHandle.current().info().startInstant(),
                  () -> ManagementFactory.getRuntimeMXBean().getName(),
                  () -> Main.class.getMethod("main", String[].class).getName(),
                  () -> ServiceContext.current().service(Callable.class) != null);

              /** What is lost to the program itself, as with java, if the stack ends in its initialiser. */
              static final List<Callable<?>> OWN = List.of(
                  () -> Class.forName("Main$Deep" + (char) ('A' + (next++ % 4))),
                  () -> { Runnable r = () -> {}; r.run(); return r; });
              static class DeepA { static int a = 1; }
              static class DeepB { static int b = a(); static int a() { return 2; } }
              static class DeepC { static List<String> c = new ArrayList<>(List.of("c")); }
              static class DeepD { static final Object D = new Object(); }

              /** Calls it at every depth at which a little stack is left, down to none. */
              static int dive(Callable<?> call) {
                int failed;
                try {
                  failed = dive(call);
                } catch (StackOverflowError e) {
                  return 1;
                }
                if (failed < 300) {
                  try { call.call(); } catch (Throwable e) { }
                  failed++;
                }
                return failed;
              }

              /** All that the host hands out. */
              static List<Object> objects() throws Exception {
                Process child = new ProcessBuilder("true").start();
                child.waitFor();
                ServiceContext context = ServiceContext.current();
                return new ArrayList<>(List.of(System.out, System.err, System.in, System.getProperties(), System.getenv(),
                    ProcessHandle.current(), ProcessHandle.current().info(), child, context, context.service(Callable.class),
                    Runtime.getRuntime(), ManagementFactory.getRuntimeMXBean(), java.lang.ref.Cleaner.create(),
                    Thread.currentThread(), Thread.currentThread().getThreadGroup(), Main.class.getClassLoader(),
                    Thread.currentThread().getContextClassLoader(), ModuleLayer.boot(), FileDescriptor.out,
                    FileDescriptor.in, Thread.currentThread().getUncaughtExceptionHandler(), ForkJoinPool.commonPool()));
              }

              /** The names of the classes in a serialised object. */
              static List<String> classesIn(byte[] bytes) throws Exception {
                List<String> names = new ArrayList<>();
                new ObjectInputStream(new ByteArrayInputStream(bytes)) {
                  @Override protected Class<?> resolveClass(ObjectStreamClass of) throws IOException, ClassNotFoundException {
                    names.add(of.getName());
                    return super.resolveClass(of);
                  }
                }.readObject();
                return names;
              }

              static void serialise() throws Exception {
                int written = 0;
                for (Object each : objects()) {
                  ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                  try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                    out.writeObject(each);
                  } catch (NotSerializableException e) {
                    continue;
                  }
                  written++;
                  for (String name : classesIn(bytes.toByteArray())) {
                    if (name.startsWith("dev.metaproc.")) System.out.println(each.getClass() + " is written with " + name);
                  }
                }
                System.out.println(written > 0 ? "written" : "nothing was written");
              }

              /** A class of the host's, named in a stream somebody else made. */
              static void deserialise(String name) throws Exception {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                DataOutputStream out = new DataOutputStream(bytes);
                out.writeShort(0xaced);
                out.writeShort(5);
                out.writeByte(0x73); // TC_OBJECT
                out.writeByte(0x72); // TC_CLASSDESC
                out.writeUTF(name);
                out.writeLong(1);
                out.writeByte(2); // SC_SERIALIZABLE
                out.writeShort(0);
                out.writeByte(0x78); // TC_ENDBLOCKDATA
                out.writeByte(0x70); // TC_NULL: no superclass
                try {
                  Object read = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
                  System.out.println("read " + read);
                } catch (ClassNotFoundException | InvalidObjectException e) {
                  System.out.println("refused: " + e.getMessage());
                }
              }

              static Object monitor(String of) {
                return switch (of) {
                  case "out" -> System.out;
                  case "properties" -> System.getProperties();
                  case "loader" -> Main.class.getClassLoader();
                  case "contextLoader" -> Thread.currentThread().getContextClassLoader();
                  case "threadClass" -> Thread.class;
                  case "stringClass" -> String.class;
                  case "systemClass" -> System.class;
                  case "runtime" -> Runtime.getRuntime();
                  case "group" -> Thread.currentThread().getThreadGroup();
                  case "thread" -> Thread.currentThread();
                  case "handle" -> ProcessHandle.current();
                  case "context" -> ServiceContext.current();
                  case "service" -> ServiceContext.current().service(Callable.class);
                  case "main" -> Main.class;
                  case "literal" -> "a literal of every program";
                  default -> throw new IllegalArgumentException(of);
                };
              }

              static volatile boolean stays = true;

              public static void main(String[] args) throws Throwable {
                switch (args[0]) {
                  case "threads" -> threads(args[1], Integer.parseInt(args[2]));
                  case "initialise" -> {
                    if (args[1].equals("left")) Left.touch(); else Right.touch();
                    System.out.println(args[1]);
                  }
                  case "deep" -> {
                    List<Callable<?>> all = new ArrayList<>(CALLS);
                    all.addAll(OWN);
                    for (Callable<?> each : all) {
                      Thread diver = new Thread(null, () -> dive(each), "diver", 300_000);
                      diver.start();
                      diver.join();
                    }
                    calls();
                  }
                  case "calls" -> calls();
                  case "serialise" -> serialise();
                  case "deserialise" -> deserialise(args[1]);
                  case "hold" -> {
                    Object held = monitor(args[1]);
                    synchronized (held) {
                      ServiceContext.current().service(Callable.class).call();
                      while (stays) Thread.onSpinWait();
                    }
                  }
                  case "null" -> {
                    PrintStream out = System.out;
                    System.setErr(null);
                    System.setOut(null);
                    System.setIn(null);
                    for (Callable<?> each : List.<Callable<?>>of(
                        () -> { new Exception("for nobody").printStackTrace(); return 1; },
                        () -> { IO.println("for nobody"); return 1; },
                        () -> IO.readln())) {
                      try { out.println(each.call()); } catch (NullPointerException e) { out.println("null"); }
                    }
                  }
                  case "stay" -> { System.out.println("here"); while (stays) Thread.sleep(1000); }
                }
              }

              static void calls() throws Exception {
                for (Callable<?> each : CALLS) each.call();
                System.out.println("all work");
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
        .killTimeout(Duration.ofSeconds(90))
        .service(Callable.class, () -> 0)
        .arguments(List.of(arguments));
  }

  private static Run run(ProgramBuilder builder) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Program program = builder.output(out).error(out).start();
    assertThat(program.waitFor(120, TimeUnit.SECONDS)).as("ended").isTrue();
    assertThat(program.survivors()).isEmpty();
    return new Run(program.exitValue(), out.toString(StandardCharsets.UTF_8));
  }

  private Program bystander() throws Exception {
    Program bystander = builder("stay").start();
    assertThat(bystander.inputReader().readLine()).isEqualTo("here");
    return bystander;
  }

  private void assertThatOnly(Program bystander) {
    assertThat(bystander.isAlive()).isTrue();
    assertThat(bystander.threads()).hasSize(1);
    assertThat(host.programs()).containsExactly(bystander);
    assertThat(host.tainting()).isEmpty();
  }

  @Test
  void tenThousandVirtualThreadsEndWithTheirProgram() throws Exception {
    Program bystander = bystander();
    Program program = builder("threads", "virtual", "" + MANY).start();
    assertThat(program.inputReader().readLine()).isEqualTo(MANY + " started, 0 refused");
    assertThat(program.destroyForcibly().waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(program.survivors()).isEmpty();
    assertThat(program.threads()).isEmpty();
    assertThatOnly(bystander);
  }

  @Test
  void threadsBeyondTheLimitAreRefusedAsByTheKernel() throws Exception {
    Program bystander = bystander();
    ProgramBuilder builder = builder("threads", "platform", "" + MANY).maxThreads(51, () -> {});
    Program program = builder.start();
    assertThat(program.inputReader().readLine())
        .isEqualTo("unable to create native thread: program Main has 51 threads, and may have 51");
    assertThat(program.inputReader().readLine()).isEqualTo("50 started, 9950 refused");
    assertThat(program.destroyForcibly().waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(program.survivors()).isEmpty();
    assertThatOnly(bystander);
  }

  /** The classic deadlock of initialisers, one half in each program: here it is none. */
  @Test
  void initialisersOfOneProgramNeverWaitForThoseOfAnother() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Program left =
        builder("initialise", "left").service(Callable.class, both::await).output(out).start();
    Run right = run(builder("initialise", "right").service(Callable.class, both::await));
    assertThat(left.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(right).isEqualTo(new Run(0, "right\n"));
    assertThat(new Run(left.exitValue(), out.toString(StandardCharsets.UTF_8)))
        .isEqualTo(new Run(0, "left\n"));
  }

  /**
   * A class of the JDK or of the host whose initialiser overflows the stack is lost to the whole
   * JVM (decision 8): a first program has them initialised, and what is asked is whether a stack
   * that ends anywhere else leaves a lock held or a list half changed.
   */
  @Test
  void aStackThatOverflowsInsideTheHostLeavesTheHostWhole() throws Exception {
    assertThat(run(builder("calls"))).isEqualTo(new Run(0, "all work\n"));
    Program bystander = bystander();
    assertThat(run(builder("deep"))).isEqualTo(new Run(0, "all work\n"));
    assertThat(run(builder("calls"))).isEqualTo(new Run(0, "all work\n"));
    assertThatOnly(bystander);
  }

  /** Its own null, and not the host's streams behind it. */
  @Test
  void aProgramThatSetsItsStreamsToNullHasNone() throws Exception {
    assertThat(run(builder("null"))).isEqualTo(new Run(0, "null\nnull\nnull\n"));
  }

  @Test
  void nothingTheHostHandsOutIsWrittenWithClassesOfTheHosts() throws Exception {
    assertThat(run(builder("serialise"))).isEqualTo(new Run(0, "written\n"));
  }

  @Test
  void noObjectOfTheHostsIsReadFromAStream() throws Exception {
    for (Class<?> each : List.of(DelegatingProperties.class, ProgramException.class)) {
      assertThat(run(builder("deserialise", each.getName())))
          .isEqualTo(new Run(0, "refused: " + each.getName() + "\n"));
    }
    assertThat(run(builder("deserialise", ProgramEnded.class.getName())))
        .isEqualTo(new Run(0, "refused: an end of a program cannot be read\n"));
  }

  /** Whatever a program can synchronise on, the others start, run and end, and so can it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "out",
        "properties",
        "loader",
        "contextLoader",
        "threadClass",
        "stringClass",
        "systemClass",
        "runtime",
        "group",
        "thread",
        "handle",
        "context",
        "service",
        "main",
        "literal"
      })
  void aMonitorThatAProgramNeverLeavesHoldsUpNobodyElse(String of) throws Exception {
    CyclicBarrier held = new CyclicBarrier(2);
    Program holder = builder("hold", of).service(Callable.class, held::await).start();
    held.await(60, TimeUnit.SECONDS);
    Program bystander = bystander();
    assertThat(run(builder("calls"))).isEqualTo(new Run(0, "all work\n"));
    assertThat(host.leaks()).isEmpty();
    assertThat(holder.isAlive()).isTrue();
    assertThat(holder.destroyForcibly().waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThatOnly(bystander);
  }
}
