package dev.metaproc.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The flight recorder is the JVM's; what a program tells it goes with the program. */
@Timeout(180)
class RecorderTest {
  @TempDir Path directory;
  private final MetaProcess host = MetaProcess.open(ApiSurface.minimal());

  @AfterEach
  void closeHost() {
    host.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"LOADER", "SHARED"})
  void eventsAndListenersOfAProgramGoWithIt(Isolation isolation) throws Exception {
    Path classes =
        Compiled.in(
            directory,
            """
            import java.util.*;
            import java.util.concurrent.*;
            import jdk.jfr.*;
            import jdk.jfr.consumer.RecordingStream;

            public class Main {
              static String mine = "nobody's";

              @Name("main.Tick")
              public static class Tick extends Event { String whose; }

              @Name("main.Said")
              @Registered(false)
              public static class Said extends Event { String whose; }

              static void tick() {
                Tick tick = new Tick();
                tick.whose = mine + " " + System.getProperty("own");
                tick.commit();
              }

              static void hear(String what, String whose, Set<String> heard, CountDownLatch both) {
                if (whose.startsWith(mine) && heard.add(what + whose)) {
                  both.countDown();
                }
              }

              public static void main(String[] args) throws Exception {
                mine = args[0];
                Set<String> heard = ConcurrentHashMap.newKeySet();
                FlightRecorderListener listener = new FlightRecorderListener() {
                  public void recordingStateChanged(Recording recording) { heard.add("listener " + mine); }
                };
                FlightRecorderListener never = new FlightRecorderListener() {
                  public void recordingStateChanged(Recording recording) { heard.add("removed"); }
                };
                FlightRecorder.addListener(listener);
                FlightRecorder.addListener(never);
                System.out.println(FlightRecorder.removeListener(never) + " " + FlightRecorder.removeListener(never));
                FlightRecorder.register(Said.class);
                FlightRecorder.addPeriodicEvent(Tick.class, Main::tick);
                Runnable forgotten = () -> heard.add("removed");
                FlightRecorder.addPeriodicEvent(Tick.class, forgotten);
                System.out.println(FlightRecorder.removePeriodicEvent(forgotten) + " " + FlightRecorder.removePeriodicEvent(forgotten));
                System.out.println(FlightRecorder.getFlightRecorder().getEventTypes().stream()
                    .map(EventType::getName).filter(name -> name.startsWith("main.")).sorted().toList());
                CountDownLatch both = new CountDownLatch(2);
                // a recording is of the whole JVM, and may have events of programs before
                try (RecordingStream stream = new RecordingStream()) {
                  stream.enable("main.Tick").withPeriod(java.time.Duration.ofMillis(10));
                  stream.enable("main.Said");
                  stream.onEvent("main.Tick", event -> hear("tick ", event.getString("whose"), heard, both));
                  stream.onEvent("main.Said", event -> hear("said ", event.getString("whose"), heard, both));
                  stream.startAsync();
                  Said said = new Said();
                  said.whose = mine;
                  said.commit();
                  both.await();
                }
                System.out.println(new TreeSet<>(heard));
              }
            }
            """);
    for (String name : List.of("first", "second", "third")) {
      Program program =
          host.program()
              .classPath(List.of(classes))
              .mainClass("Main")
              .isolation(isolation)
              .arguments(List.of(name))
              .property("own", name)
              .start();
      assertThat(program.inputReader().readAllLines())
          .containsExactly(
              "true false",
              "true false",
              "[main.Said, main.Tick]",
              "[listener " + name + ", said " + name + ", tick " + name + " " + name + "]");
      assertThat(program.errorReader().readAllLines()).isEmpty();
      assertThat(program.waitFor(90, TimeUnit.SECONDS)).isTrue();
    }
    await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(host.leaks()).isEmpty());
  }
}
