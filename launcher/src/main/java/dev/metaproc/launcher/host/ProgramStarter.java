package dev.metaproc.launcher.host;

import dev.metaproc.isolation.MetaProcess;
import dev.metaproc.isolation.Program;
import dev.metaproc.isolation.ProgramBuilder;
import dev.metaproc.isolation.ProgramException;
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

/** Makes a specification a running program. Thread-safe. */
final class ProgramStarter {
  private final MetaProcess process;
  private final Path cache;

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
   * @throws LaunchException when there is no such program, or it cannot be run
   */
  Program start(ProgramSpec spec, Streams streams) {
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
    program.name(spec.name()).arguments(line.arguments()).environment(spec.environment());
    program.output(streams.out()).error(streams.err());
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

  /** What {@code java} would say it is, relative where it was written so. */
  private static String classPath(JavaLine line, ProgramSpec spec, Path directory) {
    String given = line.options().classPath();
    String otherwise = spec.environment().getOrDefault("CLASSPATH", "");
    return switch (line.target()) {
      case Target.Jar(String file) -> file;
      case Target.Word word ->
          ClassPaths.property(
              given != null ? given : otherwise.isEmpty() ? "." : otherwise, directory);
    };
  }
}
