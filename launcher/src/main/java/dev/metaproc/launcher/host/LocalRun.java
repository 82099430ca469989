package dev.metaproc.launcher.host;

import dev.metaproc.debug.DebugHost;
import dev.metaproc.debug.DebugOptions;
import dev.metaproc.debug.ThreadDump;
import dev.metaproc.isolation.Program;
import dev.metaproc.launcher.session.Signal;
import dev.metaproc.launcher.words.Choices;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A run in this JVM. */
final class LocalRun implements ProgramRun {
  private final Program program;
  private final Meter meter;
  private final @Nullable DebugHost debug;
  private final @Nullable DebugOptions wanted;

  /**
   * A run that has begun.
   *
   * @param debug null in a JVM without the debug agent
   * @param wanted how it lets debuggers in by itself; null when it does not
   */
  LocalRun(Program program, @Nullable DebugHost debug, @Nullable DebugOptions wanted) {
    this.program = program;
    this.debug = debug;
    this.wanted = wanted;
    meter = new Meter(program);
  }

  @Override
  public long pid() {
    return program.pid();
  }

  @Override
  public CompletableFuture<Integer> onExit() {
    return program.onExit().thenApply(Process::exitValue);
  }

  @Override
  public boolean isAlive() {
    return program.isAlive();
  }

  @Override
  public void signal(Signal signal) {
    ProgramSignals.send(signal, program);
  }

  @Override
  public String threadDump() {
    return ThreadDump.of(program);
  }

  @Override
  public List<String> threads() {
    return program.threads().stream().map(Thread::getName).toList();
  }

  @Override
  public String mainClass() {
    return program.mainClassName();
  }

  @Override
  public String isolation() {
    String mode = Choices.word(program.isolation());
    return program.isolationReason().isEmpty() ? mode : mode + ": " + program.isolationReason();
  }

  @Override
  public OutputStream input() {
    return program.getOutputStream();
  }

  @Override
  public synchronized Usage sample() {
    return meter.sample();
  }

  @Override
  public String debug(DebugOptions options) throws IOException {
    if (debug == null) {
      throw new IOException("its JVM was started without the debug agent");
    }
    return debug.open(program.pid(), wanted == null ? options : wanted);
  }

  @Override
  public boolean canBeDebugged() {
    return debug != null;
  }

  @Override
  public Optional<Program> local() {
    return Optional.of(program);
  }
}
