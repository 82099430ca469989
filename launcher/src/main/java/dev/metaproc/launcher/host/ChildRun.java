package dev.metaproc.launcher.host;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.metaproc.debug.DebugOptions;
import dev.metaproc.isolation.Program;
import dev.metaproc.isolation.reclaim.HostThreads;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.javaline.VariableWords;
import dev.metaproc.launcher.session.Signal;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A run in a JVM of its own, a child of this one: of a program that cannot share a JVM. */
final class ChildRun implements ProgramRun {
  private static final Path BIN = Path.of(System.getProperty("java.home"), "bin");

  private final Process process;
  private final String mainClass;
  private final String why;
  private final Instant started = Instant.now();
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  private ChildRun(Process process, String mainClass, String why) {
    this.process = process;
    this.mainClass = mainClass;
    this.why = why;
  }

  /**
   * Starts {@code java} with the words of the specification.
   *
   * @param why it cannot share a JVM
   */
  static ChildRun begin(ProgramSpec spec, String mainClass, String why, Streams streams)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(BIN.resolve("java").toString()));
    command.addAll(spec.command());
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(Path.of(spec.directory()).toFile());
    builder.environment().clear();
    builder.environment().putAll(spec.environment());
    // what these say is among the words already, and was told
    builder.environment().keySet().removeAll(VariableWords.NAMES);
    ChildRun run = new ChildRun(builder.start(), mainClass, why);
    var _ = HostThreads.start("host/child", () -> run.exit.complete(run.serve(streams)));
    return run;
  }

  private int serve(Streams streams) {
    try {
      return ChildStreams.carry(process, streams.in(), streams.out(), streams.err());
    } catch (InterruptedException e) {
      return ExitCodes.HOST; // nobody interrupts this thread
    }
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public CompletableFuture<Integer> onExit() {
    return exit.copy();
  }

  @Override
  public void signal(Signal signal) {
    if (process.isAlive()) {
      int _ = Kill.send(process.pid(), signal);
    }
  }

  /** Looked up when a signal is sent. */
  @SuppressWarnings("restricted") // native access is what it is for; the host's JVM enables it
  private static final class Kill {
    private static final MethodHandle FUNCTION =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().find("kill").orElseThrow(),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private Kill() {}

    static int send(long pid, Signal signal) {
      try {
        return (int) FUNCTION.invokeExact((int) pid, signal.number());
      } catch (Throwable e) {
        throw new IllegalStateException(e); // a C function throws nothing
      }
    }
  }

  @Override
  public String threadDump() {
    try {
      Process jstack =
          new ProcessBuilder(BIN.resolve("jstack").toString(), Long.toString(pid()))
              .redirectErrorStream(true)
              .start();
      jstack.getOutputStream().close();
      return new String(jstack.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.getMessage() + System.lineSeparator();
    }
  }

  @Override
  public List<String> threads() {
    return List.of(); // its own JVM's
  }

  @Override
  public String mainClass() {
    return mainClass;
  }

  @Override
  public String isolation() {
    return "process: " + why;
  }

  @Override
  public OutputStream input() {
    return process.getOutputStream();
  }

  /** Its threads, classes and descriptors are not looked at. */
  @Override
  public Usage sample() {
    Duration cpu = process.info().totalCpuDuration().orElse(Duration.ZERO);
    return new Usage(cpu, 0, 0, 0, 0, 0, 0, 0, Duration.between(started, Instant.now()));
  }

  @Override
  public String debug(DebugOptions options) throws IOException {
    throw new IOException(
        "it runs in a JVM of its own ("
            + why
            + "): start it with -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=0"
            + " among its Java options");
  }

  @Override
  public boolean canBeDebugged() {
    return false;
  }

  @Override
  public boolean isProcess() {
    return true;
  }

  @Override
  public Optional<Program> local() {
    return Optional.empty();
  }
}
