package dev.metaproc.launcher.command;

import dev.metaproc.debug.DebugOptions;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.host.HostedProgram;
import dev.metaproc.launcher.host.ProgramSpec;
import dev.metaproc.launcher.host.Readiness;
import dev.metaproc.launcher.host.RestartPolicy;
import dev.metaproc.launcher.javaline.JavaLine;
import dev.metaproc.launcher.javaline.JavaLineParser;
import dev.metaproc.launcher.words.Durations;
import dev.metaproc.launcher.words.EnvironmentFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code metaproc run}: a new program, waited for or left running. */
@Command(
    name = "run",
    description = "run a program in the host",
    customSynopsis = "metaproc run [OPTIONS] [java] [JAVA OPTIONS] MAIN|JAR|DIRECTORY [ARGUMENT…]",
    footer = {
      "",
      "Options of run go first, then what would follow the word java.",
      "The exit code is the program's own; 125 the host failed, 126 not runnable, 127 not found,",
      "128+n ended by signal n."
    })
final class RunCommand extends HostCommand {
  @Option(
      names = {"-d", "--detach"},
      description = "Leave it running and print its name.")
  private boolean isDetached;

  @Option(names = "--name", paramLabel = "NAME", description = "Its name; made up by default.")
  private @Nullable String name;

  @Option(
      names = {"-n", "--replicas"},
      paramLabel = "N",
      description = "Run N copies, NAME.0 and on (needs -d); METAPROC_REPLICA tells which.")
  private @Nullable Integer replicas;

  @Option(
      names = {"-e", "--env"},
      paramLabel = "K=V",
      description = "An environment variable; K alone takes the client's.")
  private List<String> variables = new ArrayList<>();

  @Option(names = "--env-file", paramLabel = "FILE", description = "Variables, one K=V a line.")
  private List<String> variableFiles = new ArrayList<>();

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "DIR",
      description = "Its working directory; the client's by default.")
  private @Nullable String directory;

  @Option(
      names = {"-i", "--interactive"},
      description = "Keep its standard input open when nobody is attached.")
  private boolean isInteractive;

  @Option(names = "--rm", description = "Keep no log and no exit code; forget it when it ends.")
  private boolean isRemoved;

  @Option(
      names = "--restart",
      paramLabel = "POLICY",
      defaultValue = "no",
      description = "no, on-failure, on-failure:RETRIES or always. Default: no.")
  private String restart = "no";

  @Option(
      names = {"-t", "--stop-timeout"},
      paramLabel = "TIME",
      converter = Durations.class,
      description = "Between being asked to end and being made to. Default: 10s.")
  private Duration stopTimeout = ProgramSpec.STOP_TIMEOUT;

  @Option(
      names = "--detach-on-disconnect",
      description = "Run on when the client goes; otherwise that is Ctrl-C.")
  private boolean staysWhenAlone;

  @Option(names = "--ready-log", paramLabel = "TEXT", description = "Ready when it prints this.")
  private @Nullable String readyLog;

  @Option(names = "--ready-tcp", paramLabel = "PORT", description = "Ready when it accepts there.")
  private @Nullable Integer readyTcp;

  @Option(
      names = "--debug",
      paramLabel = "[PORT][,suspend]",
      preprocessor = DebugConverter.Attached.class,
      converter = DebugConverter.class,
      description = "Let a debugger attach: prints the address, as a JVM does.")
  private @Nullable DebugOptions debug;

  @Option(
      names = "--isolation",
      paramLabel = "MODE",
      description = {
        "shared (its classes are those of other runs, its statics its own), loader (classes of",
        "its own) or auto: shared from the second run on, where its classes allow it. Default:",
        "METAPROC_ISOLATION or auto."
      })
  private @Nullable String isolation;

  @Mixin private final LimitOptions limits = new LimitOptions();

  @Unmatched private List<String> words = new ArrayList<>();

  @Override
  int run(Context context) throws InterruptedException {
    Path where = context.session().directory().resolve(directory == null ? "" : directory);
    List<String> command =
        !words.isEmpty() && words.getFirst().equals("java")
            ? words.subList(1, words.size())
            : words;
    JavaLine line = JavaLineParser.parse(command, where, "metaproc run");
    String base = name == null ? context.host().freeName(ProgramNames.of(line)) : name;
    int count = replicas == null ? 1 : replicas;
    if (count < 1 || count > 10_000) {
      throw LaunchException.usage("-n " + count + " must be between 1 and 10000");
    }
    if (count > 1 && !isDetached) {
      throw LaunchException.usage("-n " + count + " needs -d: one terminal serves one program");
    }
    if (readyTcp != null && (readyTcp < 1 || readyTcp > 65_535)) {
      throw LaunchException.usage("--ready-tcp " + readyTcp + " must be between 1 and 65535");
    }
    List<HostedProgram> programs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String each = replicas == null ? base : base + "." + i;
      programs.add(context.host().create(spec(each, i, command, where, context)));
    }
    return isDetached ? detached(programs, context) : foreground(programs.getFirst(), context);
  }

  private ProgramSpec spec(
      String each, int replica, List<String> command, Path where, Context context) {
    Map<String, String> environment = environment(where, context);
    if (replicas != null) {
      environment.put("METAPROC_REPLICA", "" + replica);
    }
    return new ProgramSpec(
        each,
        command,
        where.normalize().toString(),
        environment,
        policy(),
        stopTimeout,
        isInteractive && isDetached,
        isRemoved,
        false,
        limits.limits(),
        readyLog == null && readyTcp == null ? null : new Readiness(readyLog, readyTcp),
        debug,
        null,
        "");
  }

  private RestartPolicy policy() {
    try {
      return RestartPolicy.parse(restart);
    } catch (IllegalArgumentException e) {
      throw LaunchException.usage(String.valueOf(e.getMessage()));
    }
  }

  private Map<String, String> environment(Path where, Context context) {
    Map<String, String> environment = new HashMap<>(context.session().environment());
    ClientVariables.remove(environment);
    for (String file : variableFiles) {
      environment.putAll(EnvironmentFile.read(context.session().directory().resolve(file)));
    }
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      if (equals == 0) {
        throw LaunchException.usage("-e " + variable + ": a variable is NAME=VALUE or NAME");
      }
      if (equals > 0) {
        environment.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    if (isolation != null) {
      environment.put(ProgramSpec.ISOLATION, isolation);
    }
    environment.put("PWD", where.normalize().toString());
    return environment;
  }

  private int detached(List<HostedProgram> programs, Context context) {
    for (HostedProgram program : programs) {
      try {
        program.start();
      } catch (LaunchException e) {
        programs.stream()
            .filter(other -> !other.state().isActive())
            .forEach(context.host()::remove);
        throw e;
      }
      context.out().println(program.name());
      sayAddress(program, context);
    }
    return ExitCodes.SUCCESS;
  }

  /** Where the program prints it nobody looks. */
  private void sayAddress(HostedProgram program, Context context) {
    DebugOptions options = debug;
    if (options == null) {
      return;
    }
    program
        .program()
        .ifPresent(
            run -> {
              try {
                context
                    .err()
                    .println("Listening for transport dt_socket at address: " + run.debug(options));
              } catch (IOException e) {
                context.say("program " + program.name() + " cannot be debugged: " + e.getMessage());
              }
            });
  }

  private int foreground(HostedProgram program, Context context) throws InterruptedException {
    return new ForegroundRun(context).run(program, staysWhenAlone);
  }
}
