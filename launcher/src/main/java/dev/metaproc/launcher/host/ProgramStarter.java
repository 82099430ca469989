package dev.metaproc.launcher.host;

import dev.metaproc.isolation.MetaProcess;
import dev.metaproc.isolation.Program;
import dev.metaproc.isolation.ProgramBuilder;
import dev.metaproc.isolation.ProgramException;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.exit.LaunchException.Kind;
import dev.metaproc.launcher.javaline.ClassPaths;
import dev.metaproc.launcher.javaline.JavaLine;
import dev.metaproc.launcher.javaline.JavaLineParser;
import dev.metaproc.launcher.javaline.Target;
import dev.metaproc.launcher.program.ProgramDescription;
import dev.metaproc.launcher.program.ProgramResolver;
import dev.metaproc.launcher.program.SourceCompiler;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a specification a running program. Thread-safe. */
final class ProgramStarter {
  private final MetaProcess process;
  private final Path cache;
  private @Nullable KernelScheduling scheduling;

  /**
   * A starter.
   *
   * @param cache where classes compiled from source files are kept
   */
  ProgramStarter(MetaProcess process, Path cache) {
    this.process = process;
    this.cache = cache;
  }

  /**
   * Starts it.
   *
   * @param threadRefused called when a thread is one too many
   * @throws LaunchException when there is no such program, or it cannot be run
   */
  Program start(ProgramSpec spec, Streams streams, Runnable threadRefused) {
    Path directory = Path.of(spec.directory());
    JavaLine line = JavaLineParser.parse(spec.command(), directory, "metaproc run");
    PrintStream messages = new PrintStream(streams.err(), true, StandardCharsets.UTF_8);
    SourceCompiler compiler = new SourceCompiler(cache, List.of(), text -> {}, messages::println);
    ProgramBuilder program =
        ProgramDescription.of(
            process,
            new ProgramResolver(spec.environment(), compiler).resolve(line, directory),
            line.options(),
            directory);
    if (!line.options().properties().containsKey("java.class.path")) {
      program.property("java.class.path", classPath(line, spec, directory));
    }
    if (line.options().modulePath() != null) {
      program.property("jdk.module.path", line.options().modulePath());
    }
    program.name(spec.name()).arguments(line.arguments()).environment(spec.environment());
    program.output(streams.out()).error(streams.err());
    limit(program, spec.limits(), messages, threadRefused);
    if (streams.in() != null) {
      program.input(streams.in());
    }
    try {
      return program.start();
    } catch (ProgramException e) {
      throw ProgramDescription.failure(e);
    } catch (OutOfMemoryError e) {
      throw new LaunchException(
          Kind.HOST,
          "program "
              + spec.name()
              + " cannot be started: "
              + e.getMessage()
              + " (stop another program, or start the host with a larger heap:"
              + " METAPROC_JVM_OPTIONS=-Xmx4g)",
          e);
    }
  }

  private void limit(
      ProgramBuilder program, Limits limits, PrintStream messages, Runnable threadRefused) {
    Integer threads = limits.threads();
    if (threads != null) {
      program.maxThreads(threads, threadRefused);
    }
    if (limits.nice() != null || limits.cpus() != null) {
      KernelScheduling ready = scheduling();
      program.beforeMain(run -> schedule(ready, run, limits, messages));
    }
  }

  private synchronized KernelScheduling scheduling() {
    KernelScheduling made = scheduling == null ? new KernelScheduling() : scheduling;
    scheduling = made;
    return made;
  }

  private static void schedule(
      KernelScheduling scheduling, Program run, Limits limits, PrintStream messages) {
    scheduling
        .apply(limits.nice(), limits.cpus())
        .ifPresent(
            refused -> {
              messages.println("metaproc: program " + run.name() + ": " + refused);
              run.halt(ExitCodes.NOT_RUNNABLE);
            });
  }

  /** What {@code java} would say it is, relative where it was written so. */
  private static String classPath(JavaLine line, ProgramSpec spec, Path directory) {
    String given = line.options().classPath();
    String otherwise = spec.environment().getOrDefault("CLASSPATH", "");
    return switch (line.target()) {
      case Target.Jar(String file) -> file;
      case Target.Word word ->
          ClassPaths.property(
              given != null ? given : otherwise.isEmpty() ? "." : otherwise, directory);
      case Target.Module module ->
          ClassPaths.property(given != null ? given : otherwise, directory);
    };
  }
}
