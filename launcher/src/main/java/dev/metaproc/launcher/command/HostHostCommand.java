package dev.metaproc.launcher.command;

import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.host.Host;
import dev.metaproc.launcher.words.Durations;
import dev.metaproc.launcher.words.Version;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code metaproc host status} and {@code stop}, once a host runs; the client knows the rest. */
@Command(name = "host", description = "start, stop or show the host: start|stop|status|list")
final class HostHostCommand extends HostCommand {
  @Parameters(index = "0", paramLabel = "start|stop|status|list", description = "What to do.")
  private String what = "";

  @Override
  int run(Context context) {
    Host host = context.host();
    String name = host.directories().name();
    switch (what) {
      case "start" -> context.out().println("host " + name + " runs already");
      case "status" -> status(host, name, context);
      case "stop" -> context.stopHost().run();
      default ->
          throw LaunchException.usage(
              "metaproc host " + what + ": it must be start, stop, status or list");
    }
    return ExitCodes.SUCCESS;
  }

  private static void status(Host host, String name, Context context) {
    long active = host.programs().stream().filter(each -> each.state().isActive()).count();
    context
        .out()
        .println(
            "host "
                + name
                + ": up "
                + Durations.roughly(Duration.between(host.opened(), Instant.now()))
                + ", pid "
                + ProcessHandle.current().pid()
                + ", "
                + active
                + (active == 1 ? " program" : " programs")
                + " running, Metaproc "
                + Version.text()
                + ", Java "
                + Runtime.version());
  }
}
