package dev.metaproc.launcher.command;

import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.host.HostedProgram;
import dev.metaproc.launcher.words.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code metaproc restart}. */
@Command(name = "restart", description = "stop programs and start them again")
final class RestartCommand extends HostCommand {
  @Mixin private final TargetArguments targets = new TargetArguments();

  @Option(
      names = {"-t", "--timeout"},
      paramLabel = "TIME",
      converter = Durations.class,
      description = "Before they are killed; each program's own stop timeout by default.")
  private @Nullable Duration timeout;

  @Override
  int run(Context context) {
    for (HostedProgram program : targets.in(context.host())) {
      context.host().restart(program, timeout == null ? program.spec().stopTimeout() : timeout);
      context.out().println(program.name());
      context.out().flush();
    }
    return ExitCodes.SUCCESS;
  }
}
