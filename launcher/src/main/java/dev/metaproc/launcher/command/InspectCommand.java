package dev.metaproc.launcher.command;

import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.host.HostedProgram;
import dev.metaproc.launcher.host.Inspection;
import dev.metaproc.launcher.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code metaproc inspect}. */
@Command(name = "inspect", description = "print all that is known of programs, as JSON")
final class InspectCommand extends HostCommand {
  @Mixin private final TargetArguments targets = new TargetArguments();

  @Override
  int run(Context context) {
    for (HostedProgram program : targets.in(context.host())) {
      context.out().println(Json.line(Inspection.of(program)));
    }
    return ExitCodes.SUCCESS;
  }
}
