package dev.metaproc.launcher.command;

import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.host.HostedProgram;
import dev.metaproc.launcher.session.Signal;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code metaproc rm}. */
@Command(name = "rm", description = "forget programs that have ended, with their logs")
final class RmCommand extends HostCommand {
  @Mixin private final TargetArguments targets = new TargetArguments();

  @Option(
      names = {"-f", "--force"},
      description = "Kill them first if they run.")
  private boolean isForced;

  @Override
  int run(Context context) {
    for (HostedProgram program : targets(context)) {
      if (isForced && program.state().isActive()) {
        var _ = program.stop(Signal.KILL, Duration.ZERO).join();
      }
      context.host().remove(program);
      context.out().println(program.name());
    }
    return ExitCodes.SUCCESS;
  }

  /** Who forces does not mind what is gone already, as scripts that tidy up do not. */
  private List<HostedProgram> targets(Context context) {
    return isForced ? targets.thereAre(context) : targets.in(context.host());
  }
}
