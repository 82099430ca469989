package dev.metaproc.launcher.command;

import dev.metaproc.launcher.exit.ExitCodes;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code metaproc stats}: what programs use, again and again, for pipes. */
@Command(name = "stats", description = "print what programs use, every second")
final class StatsCommand extends HostCommand {
  @Mixin private final FormatOption format = new FormatOption();

  @Option(names = "--no-stream", description = "Once.")
  private boolean isOnce;

  @Override
  int run(Context context) throws InterruptedException {
    Thread self = Thread.currentThread();
    context.session().onGone(self::interrupt);
    while (true) {
      if (format.isJson()) {
        StatsTable.json(context.host(), context.out());
      } else {
        StatsTable.table(context.host(), context.out());
      }
      context.out().flush();
      if (isOnce) {
        return ExitCodes.SUCCESS;
      }
      Thread.sleep(Duration.ofSeconds(1));
    }
  }
}
