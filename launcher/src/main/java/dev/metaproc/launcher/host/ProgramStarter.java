package dev.metaproc.launcher.host;

import dev.metaproc.debug.DebugHost;
import dev.metaproc.debug.DebugOptions;
import dev.metaproc.isolation.Isolation;
import dev.metaproc.isolation.MetaProcess;
import dev.metaproc.isolation.Program;
import dev.metaproc.isolation.ProgramBuilder;
import dev.metaproc.isolation.ProgramException;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.exit.LaunchException.Kind;
import dev.metaproc.launcher.javaline.ClassPaths;
import dev.metaproc.launcher.javaline.EnvironmentOptions;
import dev.metaproc.launcher.javaline.JavaLine;
import dev.metaproc.launcher.javaline.JavaLineParser;
import dev.metaproc.launcher.javaline.Target;
import dev.metaproc.launcher.program.ProgramDescription;
import dev.metaproc.launcher.program.ProgramResolver;
import dev.metaproc.launcher.program.SourceCompiler;
import dev.metaproc.launcher.words.Choices;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a specification a running program. Thread-safe. */
final class ProgramStarter {
  /** Before the main class a JVM starts an agent that listens there, for tools like jconsole. */
  private static final String MANAGEMENT_PORT = "com.sun.management.jmxremote.port";

  private final MetaProcess process;
  private final Path cache;
  private @Nullable KernelScheduling scheduling;
  private final @Nullable DebugHost debug;
  private final DebugRuns beside;

  /**
   * A starter.
   *
   * @param cache where classes compiled from source files are kept
   * @param debug null in a JVM without the debug agent
   * @param beside where programs to be debugged run then
   */
  ProgramStarter(MetaProcess process, Path cache, @Nullable DebugHost debug, DebugRuns beside) {
    this.process = process;
    this.cache = cache;
    this.debug = debug;
    this.beside = beside;
  }

  /**
   * Starts it, here or in the debug host.
   *
   * @param wanted how it is to be debugged; null when its own Java options decide
   * @param threadRefused called when a thread is one too many
   * @throws LaunchException when there is no such program, or it cannot be run
   */
  ProgramRun start(
      ProgramSpec given, @Nullable DebugOptions wanted, Streams streams, Runnable threadRefused) {
    PrintStream messages = new PrintStream(streams.err(), true, StandardCharsets.UTF_8);
    ProgramSpec spec = given.isJavaCommand() ? given : withVariables(given, messages);
    JavaLine line = JavaLineParser.parse(spec.command(), Path.of(spec.directory()), "metaproc run");
    DebugOptions options = wanted == null ? line.options().debugger() : wanted;
    if (options != null && debug == null) {
      return beside.start(spec, options, streams);
    }
    if (options == null && line.options().properties().containsKey(MANAGEMENT_PORT)) {
      return inOwnJvm(spec, line, "its management agent is a JVM's", streams);
    }
    return startHere(spec, line, options, streams, messages, threadRefused);
  }

  /** What variables ask for is among the words then, and told. */
  private static ProgramSpec withVariables(ProgramSpec spec, PrintStream messages) {
    EnvironmentOptions picked =
        EnvironmentOptions.of(spec.environment(), Path.of(spec.directory()));
    List<String> words = picked.around(spec.command());
    picked.tell(messages::println);
    return spec.withCommand(words);
  }

  private ProgramRun startHere(
      ProgramSpec spec,
      JavaLine line,
      @Nullable DebugOptions options,
      Streams streams,
      PrintStream messages,
      Runnable threadRefused) {
    Path directory = Path.of(spec.directory());
    Consumer<String> errors = spec.isJavaCommand() ? text -> {} : messages::println;
    SourceCompiler compiler = new SourceCompiler(cache, List.of(), text -> {}, errors);
    ProgramBuilder program =
        ProgramDescription.of(
            process,
            new ProgramResolver(spec.environment(), compiler).resolve(line, directory),
            line.options(),
            directory);
    program.property("java.class.path", classPath(line, spec, directory));
    program.jvmArguments(line.options().written());
    commandLine(line).ifPresent(words -> program.property("sun.java.command", words));
    if (line.options().modulePath() != null) {
      program.property("jdk.module.path", line.options().modulePath());
    }
    program.name(spec.name()).arguments(line.arguments()).environment(spec.environment());
    program.output(streams.out()).error(streams.err());
    Consumer<Program> before = limit(program, spec.limits(), messages, threadRefused);
    if (streams.in() != null) {
      program.input(streams.in());
    }
    // a debugger reads statics where the class has them
    program.isolation(debug == null ? isolation(spec) : Isolation.LOADER);
    if (options != null && debug != null) {
      before =
          before.andThen(
              debug.gate(options, "", new PrintStream(streams.out(), true), messages::println));
    }
    program.beforeMain(before);
    try {
      return new LocalRun(program.start(), debug, options);
    } catch (ProgramException e) {
      if (e.kind() == ProgramException.Kind.NEEDS_OWN_JVM && spec.debug() == null) {
        return inOwnJvm(spec, line, "its main class is the JDK's", streams);
      }
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

  private static ProgramRun inOwnJvm(ProgramSpec spec, JavaLine line, String why, Streams streams) {
    try {
      return ChildRun.begin(spec, mainClass(line.target()), why, streams);
    } catch (IOException e) {
      throw new LaunchException(
          Kind.HOST, "program " + spec.name() + " cannot be started: " + e.getMessage(), e);
    }
  }

  private static String mainClass(Target target) {
    return target instanceof Target.Module(String module, String name) && name != null
        ? name
        : target.text();
  }

  /** Gives what is to be done on the main thread before the main method. */
  private Consumer<Program> limit(
      ProgramBuilder program, Limits limits, PrintStream messages, Runnable threadRefused) {
    Integer threads = limits.threads();
    if (threads != null) {
      program.maxThreads(threads, threadRefused);
    }
    String cpus = limits.cpus();
    if (cpus != null) {
      program.processors(Processors.parse(cpus).orElseThrow().cardinality());
    }
    if (limits.nice() != null || cpus != null) {
      KernelScheduling ready = scheduling();
      return run -> schedule(ready, run, limits, messages);
    }
    return run -> {};
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

  /**
   * As the variable {@code METAPROC_ISOLATION} says.
   *
   * @throws LaunchException when it says nothing that there is
   */
  private static Isolation isolation(ProgramSpec spec) {
    String given = spec.environment().getOrDefault(ProgramSpec.ISOLATION, "auto");
    return Choices.of(Isolation.class, given)
        .orElseThrow(
            () ->
                LaunchException.usage(
                    ProgramSpec.ISOLATION
                        + "="
                        + given
                        + " is unknown: use auto, loader or shared"));
  }

  /** The words after the options as {@code java} tells them, where they name no class. */
  private static Optional<String> commandLine(JavaLine line) {
    String target =
        switch (line.target()) {
          case Target.Jar(String file) -> file;
          case Target.Word word -> null;
          case Target.Module(String module, String mainClass) ->
              mainClass == null ? module : module + "/" + mainClass;
        };
    return Optional.ofNullable(target)
        .map(
            word ->
                Stream.concat(Stream.of(word), line.arguments().stream())
                    .collect(Collectors.joining(" ")));
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
