package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaproc.api.Link;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Services of the host, and links between programs. */
@Timeout(120)
class ServiceTest {
  @TempDir Path dir;
  private MetaProcess host;

  @BeforeEach
  void open() {
    host = MetaProcess.open(ApiSurface.minimal());
  }

  @AfterEach
  void close() {
    host.close();
  }

  private ProgramBuilder program(String source) {
    return host.program().mainClass("Main").classPath(List.of(Compiled.in(dir, source)));
  }

  private static String output(Program program) throws Exception {
    String text = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String errors = new String(program.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return text + errors;
  }

  private static final String CALLER =
      """
      import dev.metaproc.api.ServiceContext;
      import java.util.function.Function;

      public class Main {
        @SuppressWarnings("unchecked")
        public static void main(String[] args) throws Exception {
          try {
            System.out.print(ServiceContext.current().service(Function.class).apply(args[0]));
          } catch (RuntimeException e) {
            System.out.print(e.getMessage());
          }
        }
      }
      """;

  @Test
  void aHostServiceRunsInTheHostsContext() throws Exception {
    AtomicReference<Thread> caller = new AtomicReference<>();
    AtomicReference<ClassLoader> loader = new AtomicReference<>();
    Function<Object, Object> service =
        text -> {
          caller.set(Thread.currentThread());
          loader.set(Thread.currentThread().getContextClassLoader());
          assertThat(CurrentProgram.get()).isNull();
          return "hello " + text;
        };
    Program program =
        program(CALLER).arguments(List.of("you")).hostService(Function.class, service).start();
    assertThat(output(program)).isEqualTo("hello you");
    assertThat(caller.get().getName()).isEqualTo("host/java.util.function.Function");
    assertThat(loader.get()).isEqualTo(ServiceTest.class.getClassLoader());
  }

  @Test
  void whatTheServiceThrowsReachesTheCaller() throws Exception {
    Function<Object, Object> service =
        text -> {
          throw new IllegalArgumentException("not " + text);
        };
    Program program =
        program(CALLER).arguments(List.of("you")).hostService(Function.class, service).start();
    assertThat(output(program)).isEqualTo("not you");
  }

  @Test
  void moreCallsThanTheBoundAreRefusedAndNoneWaitsForAnother() throws Exception {
    String source =
        """
        import dev.metaproc.api.ServiceContext;
        import java.util.*;
        import java.util.concurrent.*;
        import java.util.function.*;

        public class Main {
          @SuppressWarnings("unchecked")
          public static void main(String[] args) throws Exception {
            Function<Object, Object> meet = ServiceContext.current().service(Function.class);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 256; i++) {
              Thread thread = new Thread(() -> meet.apply("wait"));
              thread.start();
              threads.add(thread);
            }
            ServiceContext.current().service(Supplier.class).get(); // until all are within
            try {
              meet.apply("one more");
            } catch (IllegalStateException e) {
              System.out.print(e.getMessage());
            }
            ServiceContext.current().service(Runnable.class).run();
            for (Thread thread : threads) {
              thread.join();
            }
          }
        }
        """;
    CountDownLatch within = new CountDownLatch(HostCalls.MOST);
    CountDownLatch release = new CountDownLatch(1);
    Function<Object, Object> meet =
        text -> {
          within.countDown();
          return await(release);
        };
    Supplier<Object> all = () -> await(within);
    Program program =
        program(source)
            .hostService(Function.class, meet)
            .hostService(Supplier.class, all)
            .hostService(Runnable.class, release::countDown)
            .start();
    assertThat(output(program))
        .isEqualTo(
            "256 calls of this program are within java.util.function.Function already: call it less"
                + " at once");
    assertThat(program.waitFor()).isZero();
  }

  private static Object await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aCallEndsWithItsProgram() throws Exception {
    BlockingQueue<String> events = new SynchronousQueue<>();
    Function<Object, Object> service =
        text -> {
          try {
            events.put("called");
            return new CountDownLatch(1).getCount() + await(new CountDownLatch(1)).toString();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          } catch (IllegalStateException e) {
            try {
              events.put("interrupted");
            } catch (InterruptedException again) {
              throw new AssertionError(again);
            }
            throw e;
          }
        };
    Program program =
        program(CALLER).arguments(List.of("x")).hostService(Function.class, service).start();
    assertThat(events.take()).isEqualTo("called");
    program.destroyForcibly();
    assertThat(events.take()).isEqualTo("interrupted");
  }

  @Test
  void aServiceIsAnInterface() {
    assertThatThrownBy(
            () -> program(CALLER).hostService(ArrayList.class, new ArrayList<String>()).start())
        .hasMessage(
            "service type java.util.ArrayList must be an interface: a class cannot be called across"
                + " programs");
  }

  /** Programs do not see it. */
  interface Greeting {}

  @Test
  void aServiceIsOfAPackageThatProgramsSee() {
    assertThatThrownBy(() -> program(CALLER).hostService(Greeting.class, new Greeting() {}))
        .hasMessage(
            "service type dev.metaproc.isolation.ServiceTest$Greeting is not in the API surface of"
                + " this host, so programs do not see it: open the host with new"
                + " ApiSurface(Set.of(\"dev.metaproc.isolation\"), Set.of())");
  }

  private static final String ECHO =
      """
      import dev.metaproc.api.*;
      import java.io.*;
      import java.util.*;

      public class Main {
        record Point(int x, List<Point> others) implements Serializable {}

        public static void main(String[] args) throws Exception {
          Link<Object> in = ServiceContext.current().link("in");
          Link<Object> out = ServiceContext.current().link("out");
          if (args.length > 0) {
            out.send(new Point(1, List.of(new Point(2, List.of()))));
            out.close();
            return;
          }
          for (Optional<Object> next = in.receive(); next.isPresent(); next = in.receive()) {
            if (next.get() instanceof Point point) {
              System.out.print("my own " + point);
            } else {
              out.send(next.get());
            }
          }
          out.close();
        }
      }
      """;

  @Test
  void objectsOfTheJdkPassByReference() throws Exception {
    ProgramLink<Object> in = ProgramLink.of(10);
    ProgramLink<Object> out = ProgramLink.of(10);
    Program program = program(ECHO).link("in", in).link("out", out).start();
    List<Object> sent =
        List.of("text", 7L, new int[3], List.of(1, 2), new ConcurrentHashMap<>(), Optional.of("x"));
    Link<Object> end = in.hostEnd();
    for (Object each : sent) {
      end.send(each);
    }
    end.close();
    for (Object each : sent) {
      assertThat(out.hostEnd().receive().orElseThrow()).isSameAs(each);
    }
    assertThat(out.hostEnd().receive()).isEmpty();
    assertThat(program.waitFor()).isZero();
    assertThatThrownBy(() -> end.send("late")).hasMessage("the link is closed");
  }

  @Test
  void objectsOfProgramsAreCopiedIntoTheReceiversClass() throws Exception {
    ProgramLink<Object> link = ProgramLink.of(1);
    ProgramLink<Object> unused = ProgramLink.of(1);
    ProgramBuilder builder = program(ECHO);
    Program receiver = builder.link("in", link).link("out", unused).start();
    Program sender =
        builder.arguments(List.of("send")).link("in", unused).link("out", link).start();
    assertThat(output(receiver)).isEqualTo("my own Point[x=1, others=[Point[x=2, others=[]]]]");
    assertThat(sender.waitFor()).isZero();
  }

  @Test
  void whatTheReceiverHasNoClassForIsSaidThere() throws Exception {
    ProgramLink<Object> link = ProgramLink.of(1);
    Program sender =
        program(ECHO).arguments(List.of("send")).link("in", link).link("out", link).start();
    assertThat(sender.waitFor()).isZero();
    assertThatThrownBy(() -> link.hostEnd().receive())
        .hasMessage(
            "a message of class Main$Point cannot be received: this program has no class Main$Point"
                + " (put it on its class path)");
  }

  @Test
  void whatCannotBeCopiedIsRefusedWhenSent() {
    class Local {}
    Link<Object> end = ProgramLink.of(1).hostEnd();
    assertThatThrownBy(() -> end.send(Set.of(new Local())))
        .hasMessageEndingWith(
            "Local must be Serializable, to be copied into the receiver's class of that name");
    assertThatThrownBy(() -> ProgramLink.of(0)).hasMessage("capacity 0 must be 1 or more");
  }

  @Test
  void aLinkThatWasNotGivenIsNamed() throws Exception {
    Program program = program(ECHO).link("out", ProgramLink.of(1)).start();
    assertThat(output(program))
        .contains(
            "program Main: it was given no link in (give it one with ProgramBuilder.link; it has"
                + " [out])");
  }
}
