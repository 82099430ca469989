package dev.metaproc.launcher.command;

import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.words.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code metaproc stop}: TERM, then KILL when the time is up. */
@Command(name = "stop", description = "ask programs to end, and make them after a while")
final class StopCommand extends HostCommand {
  @Mixin private final TargetArguments targets = new TargetArguments();

  @Option(
      names = {"-t", "--timeout"},
      paramLabel = "TIME",
      converter = Durations.class,
      description = "Before they are killed; each program's own stop timeout by default.")
  private @Nullable Duration timeout;

  @Override
  int run(Context context) {
    Stopping.stop(targets.in(context.host()), timeout, context);
    return ExitCodes.SUCCESS;
  }
}
