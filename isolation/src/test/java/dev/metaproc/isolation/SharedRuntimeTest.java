package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The runtime of shared mode, under classes written by hand in the form the rewriter gives them.
 */
class SharedRuntimeTest {
  /** {@code class Counter { static int n = Integer.parseInt(System.getProperty("start")); }}. */
  private static final String COUNTER =
      """
      import dev.metaproc.isolation.shared.*;
      class Counter {
        public static void $$clinit(Counter$$Statics s) {
          System.out.println("init");
          s.n = Integer.parseInt(System.getProperty("start"));
          if (s.n < 0) throw new IllegalArgumentException("negative");
        }
        static int next() { return Counter$$Statics.get().n++; }
      }
      class Counter$$Statics extends Holder {
        static final int INDEX = Statics.index(Counter$$Statics.class);
        public int n;
        protected void initializeSupers() {}
        protected void initializeClass() { Counter.$$clinit(this); }
        protected void setSole(Holder sole) {} // a static here would be one of each program's
        public static Counter$$Statics get() {
          Object h = Statics.holder(INDEX);
          if (h != null) return (Counter$$Statics) h;
          return (Counter$$Statics) Statics.initialize(INDEX, new Counter$$Statics());
        }
      }
      """;

  @TempDir Path directory;
  private final MetaProcess host = MetaProcess.open(ApiSurface.minimal());

  @AfterEach
  void closeHost() {
    host.close();
  }

  private final List<ByteArrayOutputStream> outputs = new ArrayList<>();
  private final List<ByteArrayOutputStream> errors = new ArrayList<>();

  private ProgramBuilder program(Path classes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    outputs.add(out);
    errors.add(err);
    return host.program()
        .classPath(List.of(classes))
        .mainClass("Main")
        .isolation(Isolation.SHARED)
        .output(out)
        .error(err);
  }

  private String out(int run) {
    return outputs.get(run).toString(StandardCharsets.UTF_8)
        + errors.get(run).toString(StandardCharsets.UTF_8);
  }

  private static void await(Program program) throws InterruptedException {
    assertThat(program.waitFor(20, TimeUnit.SECONDS)).as("ended").isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void twoProgramsShareTheClassAndNotItsStatics(ThreadKind threads) throws Exception {
    Path classes =
        Compiled.in(
            directory,
            COUNTER,
            """
            import java.util.concurrent.*;
            public class Main {
              public static void main(String[] args) throws Exception {
                System.out.println(Counter.next() + " " + Counter.next());
                Thread child = new Thread(() -> System.out.println(Counter.next()));
                child.start();
                child.join();
                Thread.ofVirtual().start(() -> System.out.println(Counter.next())).join();
                ForkJoinPool pool = new ForkJoinPool(1);
                System.out.println(pool.submit(Counter::next).get());
                System.out.println(
                    Thread.currentThread().getContextClassLoader() == Main.class.getClassLoader());
              }
            }
            """);
    Program first = program(classes).property("start", "10").threads(threads).start();
    Program second = program(classes).property("start", "20").threads(threads).start();
    await(first);
    await(second);
    assertThat(out(0)).isEqualTo("init\n10 11\n12\n13\n14\ntrue\n");
    assertThat(out(1)).isEqualTo("init\n20 21\n22\n23\n24\ntrue\n");
    assertThat(first.isolation()).isEqualTo(Isolation.SHARED);
  }

  /** While it is the only one, its statics are found without a look at the thread. */
  @Test
  void programsComeAndGoAndKeepTheirStatics() throws Exception {
    Path classes =
        Compiled.in(
            directory,
            """
            public class Main {
              static int n;
              public static void main(String[] args) throws Exception {
                n = Integer.parseInt(args[0]);
                do {
                  for (int i = 0; i < 100_000; i++) n++; // compiled, too
                  System.out.println(n);
                } while (System.in.read() > 0);
              }
            }
            """);
    Program first = counting(classes, 1);
    assertThat(next(first)).isEqualTo("100001");
    Program second = counting(classes, 2);
    assertThat(next(second)).isEqualTo("100002");
    assertThat(again(first)).isEqualTo("200001");
    assertThat(again(second)).isEqualTo("200002");
    end(first);
    assertThat(again(second)).isEqualTo("300002");
    Program third = counting(classes, 3);
    assertThat(next(third)).isEqualTo("100003");
    assertThat(again(second)).isEqualTo("400002");
    end(second);
    assertThat(again(third)).isEqualTo("200003");
    end(third);
    Program fourth = counting(classes, 4);
    assertThat(next(fourth)).isEqualTo("100004");
    end(fourth);
  }

  private ProgramBuilder shared(Path classes, String argument) {
    return host.program()
        .classPath(List.of(classes))
        .mainClass("Main")
        .isolation(Isolation.SHARED)
        .arguments(List.of(argument));
  }

  private Program counting(Path classes, int from) throws ProgramException {
    return shared(classes, "" + from).start();
  }

  private static String next(Program program) throws IOException {
    return program.inputReader().readLine();
  }

  private static String again(Program program) throws IOException {
    program.outputWriter().write('+');
    program.outputWriter().flush();
    return next(program);
  }

  private static void end(Program program) throws Exception {
    program.outputWriter().close();
    assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(program.exitValue()).isZero();
  }

  @Test
  void aThreadThatOutlivedItsProgramNeverSeesAnothersStatics() throws Exception {
    Path classes =
        Compiled.in(
            directory,
            """
            public class Main {
              static int n;
              public static void main(String[] args) throws Exception {
                n++;
                if (args[0].equals("stays")) {
                  System.out.println(n);
                  System.in.read();
                  System.out.println(n);
                  return;
                }
                Thread blocked = new Thread(() -> {
                  synchronized (StringBuilder.class) {
                    n = 1000;
                  }
                });
                blocked.start();
                while (blocked.getState() != Thread.State.BLOCKED) Thread.sleep(1);
                System.exit(0);
              }
            }
            """);
    Program stays;
    Thread survivor;
    Object ofJdk = StringBuilder.class;
    synchronized (ofJdk) {
      Program leaves = shared(classes, "leaves").killTimeout(Duration.ofMillis(500)).start();
      assertThat(leaves.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(leaves.survivors()).hasSize(1);
      survivor = leaves.survivors().getFirst();
      stays = shared(classes, "stays").start();
      assertThat(next(stays)).isEqualTo("1");
    }
    survivor.join();
    assertThat(again(stays)).isEqualTo("1");
    end(stays);
  }

  @Test
  void aClassThatIsRecompiledUnderRunningProgramsIsForThemAsItWas() throws Exception {
    String main =
        """
        public class Main {
          public static void main(String[] args) throws Exception {
            do {
              System.out.println(args[0]);
            } while (System.in.read() != '+');
            System.out.println(Lazy.next());
          }
        }
        """;
    Path classes =
        Compiled.in(
            directory,
            main,
            "class Lazy { static int first = 10; static int next() { return first++; } }");
    Program one = counting(classes, 1);
    Program two = counting(classes, 2);
    assertThat(next(one)).isEqualTo("1");
    assertThat(next(two)).isEqualTo("2");
    var _ =
        Compiled.in(
            directory,
            main,
            "class Lazy { static String other = \"\"; static int second = 20; static int next() {"
                + " return second++; } }");
    assertThat(again(one)).isEqualTo("10");
    assertThat(again(two)).isEqualTo("10");
    end(one);
    end(two);
    Program three = counting(classes, 3);
    assertThat(next(three)).isEqualTo("3");
    assertThat(again(three)).isEqualTo("20");
    end(three);
  }

  @Test
  void whatOneProgramLocksAnotherMayLock() throws Exception {
    Path classes =
        Compiled.in(
            directory,
            """
            import java.util.*;
            import java.util.concurrent.TimeUnit;
            import java.util.regex.Pattern;
            public class Main {
              static final class Mutex {}
              enum Locks {
                ONE(new Mutex());
                final Mutex mutex;
                Locks(Mutex mutex) { this.mutex = mutex; }
              }
              static final String CONCATENATED = "con".concat("catenated");
              static final Pattern PATTERN = Pattern.compile("a");
              static final List<String> LIST = List.of("a", "b");
              static synchronized void hold(List<Object> locks, Runnable then) throws Exception {
                if (locks.isEmpty()) {
                  then.run();
                  return;
                }
                Object lock = locks.getFirst();
                synchronized (lock) {
                  lock.notifyAll();
                  lock.wait(1);
                  System.out.print(Thread.holdsLock(lock) ? '+' : '-');
                  hold(locks.subList(1, locks.size()), then);
                }
              }
              public static void main(String[] args) throws Exception {
                List<Object> locks = List.of(
                    Main.class, Locks.ONE, "literal", ("inter" + args.length).intern(), true, 7, 'c',
                    TimeUnit.DAYS, Locale.ROOT, CONCATENATED, PATTERN, LIST, Locks.ONE.mutex);
                hold(locks, () -> System.out.println(" " + args[0]));
                Thread odd = new Thread(null, () -> {
                  try {
                    hold(locks, () -> {
                      System.out.println();
                      try { System.in.read(); } catch (java.io.IOException e) { throw new Error(e); }
                    });
                  } catch (Exception e) { throw new Error(e); }
                });
                odd.setContextClassLoader(null);
                odd.start();
                odd.join();
              }
            }
            """);
    Program first = counting(classes, 1);
    assertThat(next(first)).isEqualTo("+++++++++++++ 1");
    assertThat(next(first)).isEqualTo("+++++++++++++");
    Program second = counting(classes, 2);
    assertThat(next(second)).isEqualTo("+++++++++++++ 2");
    assertThat(next(second)).isEqualTo("+++++++++++++");
    end(second);
    end(first);
  }

  @Test
  void aFailedInitialiserIsReportedAsTheJvmDoesInThatProgramOnly() throws Exception {
    Path classes =
        Compiled.in(
            directory,
            COUNTER,
            """
            public class Main {
              public static void main(String[] args) {
                for (int i = 0; i < 2; i++) {
                  try {
                    System.out.println(Counter.next());
                  } catch (Error e) {
                    e.printStackTrace();
                  }
                }
              }
            }
            """);
    Program bad = program(classes).property("start", "-1").start();
    await(bad);
    Program good = program(classes).property("start", "5").start();
    await(good);
    assertThat(out(0))
        .isEqualTo(
            """
            init
            java.lang.ExceptionInInitializerError
            \tat Main.main(Main.java:5)
            Caused by: java.lang.IllegalArgumentException: negative
            \tat Counter.<clinit>(Counter.java:6)
            \t... 1 more
            java.lang.NoClassDefFoundError: Could not initialize class Counter
            \tat Main.main(Main.java:5)
            Caused by: java.lang.ExceptionInInitializerError: Exception java.lang.IllegalArgumentException: negative [in thread "main"]
            \tat Counter.<clinit>(Counter.java:6)
            \t... 1 more
            """);
    assertThat(out(1)).isEqualTo("init\n5\n6\n");
  }

  @Test
  void whatStaticsHeldIsCollectedAtTheEndAndTheClassesStay() throws Exception {
    Path classes =
        Compiled.in(
            directory,
            """
            import java.util.function.Consumer;
            public class Main {
              static byte[] held = new byte[1000];
              static Object lock = new Object();
              @SuppressWarnings("unchecked")
              public static void main(String[] args) {
                Consumer<Object> host = dev.metaproc.api.ServiceContext.current().service(Consumer.class);
                host.accept(held);
                host.accept(Main.class);
              }
            }
            """);
    List<WeakReference<Object>> told = new CopyOnWriteArrayList<>();
    List<Program> ended =
        new ArrayList<>(); // a host may remember programs; their statics it may not
    for (int run = 0; run < 2; run++) {
      Program program =
          program(classes)
              .service(Consumer.class, object -> told.add(new WeakReference<>(object)))
              .start();
      await(program);
      ended.add(program);
    }
    assertThat(out(0) + out(1)).isEmpty();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              System.gc();
              return told.get(0).get() == null && told.get(2).get() == null;
            });
    assertThat(told.get(1).get()).isNotNull().isSameAs(told.get(3).get());
    assertThat(ended).allMatch(program -> !program.isAlive());
  }

  @Test
  void aClassThatCannotBeSharedKeepsItsWholeClassPathInLoaderMode() throws Exception {
    Path classes =
        Compiled.in(
            directory,
            "class Native { static native void call(); }",
            """
            public class Main {
              static int n = 1;
              public static void main(String[] args) { System.out.println(n++); }
            }
            """);
    for (int run = 0; run < 2; run++) {
      Program program = program(classes).start();
      await(program);
      assertThat(program.isolation()).isEqualTo(Isolation.LOADER);
      assertThat(program.isolationReason())
          .isEqualTo(
              "class Native: native method call: its library has one set of globals for all"
                  + " programs");
      assertThat(out(run)).isEqualTo("1\n");
    }
  }

  @Test
  void theNumberOfInstancesIsPositive() {
    assertThatThrownBy(() -> host.program().instances(0))
        .hasMessage("instances=0 must be positive");
  }
}
