package dev.metaproc.launcher.command;

import dev.metaproc.debug.DebugHost;
import dev.metaproc.debug.DebugOptions;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.exit.LaunchException.Kind;
import dev.metaproc.launcher.host.Host;
import dev.metaproc.launcher.host.HostedProgram;
import dev.metaproc.launcher.host.ProgramRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code metaproc debug NAME}: an address for a debugger. Without a name the client runs a console
 * instead and asks here only for {@code --all}.
 */
@Command(
    name = "debug",
    description = "let a debugger attach to a program; without NAME: a console for all",
    customSynopsis = {
      "metaproc debug [--suspend] [--no-restart] NAME|PID…",
      "       metaproc debug --all",
      "       metaproc debug [--batch] [-x FILE] [--source DIR] [--attach [HOST:]PORT]",
    },
    footer = {
      "",
      "The console has gdb's words: help lists them. It shows what --all shows: programs that were",
      "started with run --debug, or given to metaproc debug; -x and --batch make it a script.",
      "  --attach ADDRESS  that of mpiexec --debug, in the line that begins with [all]",
      "  --source DIR      where list finds sources; may be repeated",
      "  -x FILE           commands to begin with",
      "  --batch           no prompt; ends after the commands, 1 if one failed"
    })
final class DebugCommand extends HostCommand {
  @Option(names = "--all", description = "One address that shows all programs to be debugged.")
  private boolean all;

  @Option(
      names = "--suspend",
      description = "Start it again, held before its first instruction until a debugger comes.")
  private boolean isHeld;

  @Option(
      names = "--no-restart",
      description = "Refuse where a program would have to be started again in a debug host.")
  private boolean keepsRunning;

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "Name, pid, set or pattern.")
  private List<String> names = new ArrayList<>();

  @Override
  int run(Context context) throws InterruptedException, ExecutionException {
    if (all) {
      return openAll(context);
    }
    if (names.isEmpty()) {
      throw LaunchException.usage("debug needs a program, or --all (bin/metaproc has a console)");
    }
    Set<HostedProgram> programs = new LinkedHashSet<>();
    names.forEach(name -> programs.addAll(context.host().find(name)));
    for (HostedProgram program : programs) {
      String address = address(program, context);
      String prefix = programs.size() > 1 ? "[" + program.name() + "] " : "";
      context.out().println(prefix + "Listening for transport dt_socket at address: " + address);
    }
    return ExitCodes.SUCCESS;
  }

  private int openAll(Context context) {
    Host host = context.host();
    Optional<DebugHost> debug = host.debug();
    if (debug.isPresent()) {
      try {
        String address = debug.get().openAll();
        context.out().println("Listening for transport dt_socket at address: " + address);
        return ExitCodes.SUCCESS;
      } catch (IOException e) {
        throw failed("all programs", e);
      }
    }
    if (host.beside().name().isEmpty()) {
      throw LaunchException.usage(
          "no program of host "
              + host.directories().name()
              + " can be debugged: start one with metaproc run --debug, or again with metaproc"
              + " debug NAME");
    }
    context.out().flush();
    return host.beside().relay(List.of("debug", "--all"), context.session());
  }

  private String address(HostedProgram program, Context context)
      throws InterruptedException, ExecutionException {
    Optional<ProgramRun> running = program.program();
    boolean canStay = running.filter(ProgramRun::canBeDebugged).isPresent() && !isHeld;
    if (!canStay) {
      startDebugged(program, running.isPresent(), context);
    }
    ProgramRun run =
        program
            .program()
            .orElseThrow(
                () ->
                    new LaunchException(
                        Kind.HOST, "program " + program.name() + " has ended: see its log"));
    try {
      return run.debug(options());
    } catch (IOException e) {
      throw failed("program " + program.name(), e);
    }
  }

  private DebugOptions options() {
    return DebugOptions.listening(isHeld);
  }

  /** The agent cannot be loaded into a running JVM: the program has to begin again. */
  private void startDebugged(HostedProgram program, boolean isRunning, Context context)
      throws InterruptedException, ExecutionException {
    String why =
        isHeld
            ? "it is to be held before its first instruction"
            : "its JVM was started without the debug agent";
    if (isRunning) {
      if (keepsRunning) {
        throw LaunchException.usage(
            "program "
                + program.name()
                + " would have to be started again: "
                + why
                + " (leave out --no-restart, or start it with run --debug)");
      }
      context.say(program.name() + " is stopped and started again: " + why);
      program.stop().get();
    }
    program.debugFromNow(options());
    program.start();
    if (context.host().debug().isEmpty()) {
      context.say(
          program.name()
              + " runs in debug host "
              + context.host().beside().name().orElse("")
              + ", beside the others of host "
              + context.host().directories().name());
    }
  }

  private static LaunchException failed(String what, IOException e) {
    return new LaunchException(Kind.HOST, what + " cannot be debugged: " + e.getMessage(), e);
  }
}
