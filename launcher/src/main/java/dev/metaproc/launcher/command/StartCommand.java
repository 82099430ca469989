package dev.metaproc.launcher.command;

import dev.metaproc.launcher.exit.ExitCodes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code metaproc start}. */
@Command(name = "start", description = "start programs that have ended")
final class StartCommand extends HostCommand {
  @Mixin private final TargetArguments targets = new TargetArguments();

  @Override
  int run(Context context) {
    targets
        .in(context.host())
        .forEach(
            program -> {
              program.start();
              context.out().println(program.name());
            });
    return ExitCodes.SUCCESS;
  }
}
