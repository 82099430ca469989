package dev.metaproc.launcher.command;

import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.host.HostedProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code metaproc stats}: what programs use, again and again, for pipes. */
@Command(name = "stats", description = "print what programs use, every second")
final class StatsCommand extends HostCommand {
  @Mixin private final FormatOption format = new FormatOption();

  @Parameters(
      paramLabel = "NAME",
      description = "Only these: name, replica set, pattern, or beginning of an id.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--no-stream", description = "Once.")
  private boolean isOnce;

  @Override
  int run(Context context) throws InterruptedException {
    Thread self = Thread.currentThread();
    context.session().onGone(self::interrupt);
    while (true) {
      List<HostedProgram> programs =
          names.isEmpty() ? context.host().programs() : context.host().find(names);
      if (format.isJson()) {
        StatsTable.json(context.host(), programs, context.out());
      } else {
        StatsTable.table(context.host(), programs, context.out());
      }
      context.out().flush();
      if (isOnce) {
        return ExitCodes.SUCCESS;
      }
      Thread.sleep(Duration.ofSeconds(1));
    }
  }
}
