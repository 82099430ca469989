package dev.metaproc.launcher.command;

import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.host.HostedProgram;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code metaproc wait}. */
@Command(name = "wait", description = "wait for programs to end and print their exit codes")
final class WaitCommand extends HostCommand {
  @Mixin private final TargetArguments targets = new TargetArguments();

  @Override
  int run(Context context) throws InterruptedException, ExecutionException {
    for (HostedProgram program : targets.in(context.host())) {
      context.out().println(program.onFinished().get());
      context.out().flush();
    }
    return ExitCodes.SUCCESS;
  }
}
