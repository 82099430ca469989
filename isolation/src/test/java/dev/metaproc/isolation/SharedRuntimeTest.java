package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
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
