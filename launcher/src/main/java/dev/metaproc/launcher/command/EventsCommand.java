package dev.metaproc.launcher.command;

import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.host.Events;
import dev.metaproc.launcher.host.HostEvent;
import dev.metaproc.launcher.json.Json;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code metaproc events}. */
@Command(name = "events", description = "print what happens to programs, until interrupted")
final class EventsCommand extends HostCommand {
  @Mixin private final FormatOption format = new FormatOption();

  @Option(names = "--past", description = "Only what has happened, and end.")
  private boolean isPast;

  @Override
  int run(Context context) throws InterruptedException {
    Thread self = Thread.currentThread();
    context.session().onGone(self::interrupt);
    try (Events.Subscription subscription = context.host().events().subscribe()) {
      subscription.past().forEach(event -> print(event, context.out()));
      while (!isPast) {
        print(subscription.next(), context.out());
      }
    }
    return ExitCodes.SUCCESS;
  }

  private void print(HostEvent event, PrintWriter out) {
    out.println(
        format.isJson()
            ? Json.line(event)
            : event.time() + " " + event.type() + " " + event.program() + " " + event.detail());
    out.flush();
  }
}
