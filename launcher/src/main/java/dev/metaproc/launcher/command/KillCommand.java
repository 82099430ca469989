package dev.metaproc.launcher.command;

import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.host.HostedProgram;
import dev.metaproc.launcher.session.Signal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code metaproc kill}. */
@Command(name = "kill", description = "send a signal to programs")
final class KillCommand extends HostCommand {
  @Mixin private final TargetArguments targets = new TargetArguments();

  @Option(
      names = {"-s", "--signal"},
      paramLabel = "SIGNAL",
      defaultValue = "KILL",
      description = {
        "HUP, INT, TERM: hooks run, exit code 128+n. KILL: no hooks. QUIT: the program's threads"
            + " to its standard output. STOP: its threads are held until CONT. USR1, USR2: for"
            + " programs that handle them. Default: KILL."
      })
  private String signal = "KILL";

  @Override
  int run(Context context) {
    Signal found =
        Signal.of(signal)
            .orElseThrow(
                () ->
                    LaunchException.usage("signal '" + signal + "' is none of " + Signal.names()));
    for (HostedProgram program : targets.in(context.host())) {
      program.checkActive();
      program.signal(found);
      context.out().println(program.name());
    }
    return ExitCodes.SUCCESS;
  }
}
