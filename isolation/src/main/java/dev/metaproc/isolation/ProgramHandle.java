package dev.metaproc.isolation;

import dev.metaproc.isolation.jdk.JdkState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A program as {@link ProcessHandle} shows a process; its parent is the host's own process. */
record ProgramHandle(Program program) implements ProcessHandle {
  static Program programOf(JdkState state) {
    return ((ProgramHandle) state.handle()).program;
  }

  @Override
  public long pid() {
    return program.pid();
  }

  @Override
  public Optional<ProcessHandle> parent() {
    Program parent = program.parent();
    return Optional.of(parent == null ? ProcessHandle.current() : parent.toHandle());
  }

  @Override
  public Stream<ProcessHandle> children() {
    return program.children();
  }

  @Override
  public Stream<ProcessHandle> descendants() {
    return program.descendants();
  }

  @Override
  public Info info() {
    return new ProgramInfo(program);
  }

  @Override
  public CompletableFuture<ProcessHandle> onExit() {
    return program.onExit().thenApply(ended -> this);
  }

  @Override
  public boolean supportsNormalTermination() {
    return true;
  }

  @Override
  public boolean destroy() {
    program.destroy();
    return true;
  }

  @Override
  public boolean destroyForcibly() {
    program.destroyForcibly();
    return true;
  }

  @Override
  public boolean isAlive() {
    return program.isAlive();
  }

  @Override
  public int compareTo(ProcessHandle other) {
    return Long.compare(pid(), other.pid());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProgramHandle handle && handle.program.equals(program);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(pid());
  }

  @Override
  public String toString() {
    return Long.toString(pid());
  }

  private record ProgramInfo(Program program) implements Info {
    /** What a process would be that does the same. */
    @Override
    public Optional<String> command() {
      return Optional.of(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }

    @Override
    public Optional<String> commandLine() {
      return Optional.of(command().orElseThrow() + " " + String.join(" ", program.javaArguments()));
    }

    @Override
    public Optional<String[]> arguments() {
      return Optional.of(program.javaArguments().toArray(String[]::new));
    }

    @Override
    public Optional<Instant> startInstant() {
      return Optional.of(program.started());
    }

    @Override
    public Optional<Duration> totalCpuDuration() {
      return program.isAlive() ? Optional.of(program.cpuTime()) : Optional.empty();
    }

    @Override
    public Optional<String> user() {
      return ProcessHandle.current().info().user();
    }
  }
}
