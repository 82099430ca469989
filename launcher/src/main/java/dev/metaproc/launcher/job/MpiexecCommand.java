package dev.metaproc.launcher.job;

import dev.metaproc.debug.DebugJvm;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.mpiexec.GlobalOptions.Verbosity;
import dev.metaproc.launcher.mpiexec.MpiexecLine;
import dev.metaproc.launcher.mpiexec.MpiexecParser;
import dev.metaproc.launcher.mpiexec.Request;
import dev.metaproc.launcher.program.Cache;
import dev.metaproc.launcher.program.Executable;
import dev.metaproc.launcher.program.ProgramResolver;
import dev.metaproc.launcher.program.SourceCompiler;
import dev.metaproc.launcher.session.Terminal;
import dev.metaproc.launcher.words.Version;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The command {@code mpiexec}: from words to an exit code. */
public final class MpiexecCommand {
  private final Terminal terminal;
  private final Map<String, String> environment;
  private final Path directory;
  private final PrintStream messages;

  /**
   * A command in one environment and directory.
   *
   * @param directory what relative paths on the command line are relative to
   */
  public MpiexecCommand(Terminal terminal, Map<String, String> environment, Path directory) {
    this.terminal = terminal;
    this.environment = Map.copyOf(environment);
    this.directory = directory;
    this.messages = new PrintStream(terminal.err(), true);
  }

  /** Runs to the end of the job and says how the process is to exit. */
  public int run(List<String> words) {
    try {
      return switch (new MpiexecParser(environment, directory).parse(words)) {
        case Request.Help(String text) -> print(text);
        case Request.Version() -> print(Version.line("mpiexec (Metaproc)"));
        case Request.Run(MpiexecLine line) ->
            JobDebug.isWanted(line) && !DebugJvm.hasAgent() ? DebugRun.run(words) : run(line);
      };
    } catch (LaunchException e) {
      messages.println("mpiexec: " + e.getMessage());
      return ExitCodes.of(e);
    }
  }

  private int run(MpiexecLine line) {
    try {
      List<Executable> executables = executables(line);
      JobStreams streams = new JobStreams(terminal, line.options(), line.ranks(), directory);
      return new JobRun(line, streams, classPath -> resolver(line, classPath))
          .run(executables, environment);
    } catch (LaunchException e) {
      explain(e, line);
      throw e;
    } catch (RuntimeException e) {
      explain(e, line);
      throw new LaunchException(
          LaunchException.Kind.HOST, "internal error: " + e + " (--verbose shows where)", e);
    }
  }

  private List<Executable> executables(MpiexecLine line) {
    ProgramResolver resolver = resolver(line, environment.get("CLASSPATH"));
    return line.segments().stream()
        .map(segment -> resolver.resolve(segment.java(), segment.directory()))
        .toList();
  }

  /** Finds programs, on {@code classPath} where they do not name another. */
  private ProgramResolver resolver(MpiexecLine line, @Nullable String classPath) {
    boolean isQuiet = line.options().verbosity() == Verbosity.QUIET;
    Consumer<String> progress = isQuiet ? text -> {} : messages::println;
    SourceCompiler compiler =
        new SourceCompiler(
            Cache.directory(environment), MpiApi.classPath(), progress, messages::println);
    Map<String, String> variables = new HashMap<>(environment);
    if (classPath != null) {
      variables.put("CLASSPATH", classPath);
    }
    return new ProgramResolver(variables, compiler);
  }

  private void explain(RuntimeException e, MpiexecLine line) {
    if (line.options().verbosity() == Verbosity.VERBOSE) {
      messages.println(JobRun.trace(e));
    }
  }

  private int print(String text) {
    PrintStream out = new PrintStream(terminal.out(), true);
    out.println(text.stripTrailing());
    return out.checkError() ? ExitCodes.HOST : ExitCodes.SUCCESS;
  }
}
