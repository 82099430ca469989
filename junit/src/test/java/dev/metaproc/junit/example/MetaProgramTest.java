package dev.metaproc.junit.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.metaproc.isolation.Program;
import dev.metaproc.junit.MetaProgram;
import dev.metaproc.junit.TestProgram;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The extension as a test uses it; this is the example, too. */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MetaProgramTest {
  private static final String COUNTING = "dev.metaproc.junit.example.Counting";

  @MetaProgram(
      mainClass = COUNTING,
      arguments = "serve",
      properties = "greeting=hello",
      environment = "COLOUR=blue",
      ready = "hello on port (\\d+) blue")
  static TestProgram shared;

  @MetaProgram(mainClass = COUNTING, arguments = "serve", ready = "port (\\d+)")
  private TestProgram own;

  private static int ask(TestProgram program) throws Exception {
    int port = Integer.parseInt(program.ready().group(1));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.getInputStream().read() - '0';
    }
  }

  @Test
  @Order(1)
  void aStaticFieldIsOneProgramForTheClass() throws Exception {
    assertThat(ask(shared)).isEqualTo(1);
    assertThat(ask(own)).isEqualTo(1);
    assertThat(ask(own)).isEqualTo(2);
  }

  @Test
  @Order(2)
  void anotherFieldIsAProgramForEveryTest(
      @MetaProgram(mainClass = COUNTING, arguments = "sleep") Program parameter) throws Exception {
    assertThat(ask(shared)).isEqualTo(2);
    assertThat(ask(own)).isEqualTo(1);
    assertThat(parameter.isAlive()).isTrue();
    assertThat(parameter.pid()).isNotEqualTo(ProcessHandle.current().pid());
  }

  @Test
  @Order(3)
  void whatItPrintsCanBeWaitedFor() throws Exception {
    own.program().destroy();
    assertThat(own.awaitLine("b.e", 60).group()).isEqualTo("bye");
    assertThat(own.program().waitFor()).isEqualTo(143);
    assertThat(own.output()).hasSize(2).endsWith("bye");
  }

  /** Not a test of this suite: run by those below. */
  @Tag("inner")
  static class Failing {
    @MetaProgram(mainClass = COUNTING, arguments = "fail", ready = "never")
    TestProgram program;

    @Test
    void neverRuns() {}
  }

  /** The same. */
  @Tag("inner")
  static class WrongType {
    @MetaProgram(mainClass = COUNTING)
    String program;

    @Test
    void neverRuns() {}
  }

  /** The same. */
  @Tag("inner")
  static class Missing {
    @Test
    void neverRuns(
        @MetaProgram(
                mainClass = "com.acme.Nix",
                classPath = {})
            Program program) {}
  }

  private static void fails(Class<?> test, String start) {
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(test))
        .execute()
        .testEvents()
        .assertThatEvents()
        .haveExactly(1, event(finishedWithFailure(message(text -> text.contains(start)))));
  }

  @Test
  void aProgramThatEndsBeforeItIsReadyFailsTheTest() {
    fails(Failing.class, "program " + COUNTING + " ended and never printed 'never'");
    fails(Failing.class, "java.lang.IllegalStateException: on purpose");
  }

  /** Run by the test below. */
  @Tag("inner")
  static class Passing {
    static final List<Program> STARTED = new ArrayList<>();

    @Test
    void runs(@MetaProgram(mainClass = COUNTING, arguments = "sleep") Program program) {
      STARTED.add(program);
    }
  }

  @Test
  void programsAreStoppedByJUnitBefore513Also() {
    EngineTestKit.engine("junit-jupiter")
        .configurationParameter(
            "junit.jupiter.extensions.store.close.autocloseable.enabled", "false")
        .selectors(selectClass(Passing.class))
        .execute()
        .testEvents()
        .assertStatistics(statistics -> statistics.succeeded(1));
    assertThat(Passing.STARTED).hasSize(1).noneMatch(Program::isAlive);
  }

  @Test
  void mistakesAreNamed() {
    fails(
        WrongType.class,
        "@MetaProgram field program is of type java.lang.String: it must be TestProgram or"
            + " Program");
    fails(Missing.class, "no class com.acme.Nix on the class path");
  }
}
