package dev.metaproc.launcher.command;

import dev.metaproc.launcher.config.ProjectPlan;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.host.HostedProgram;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code metaproc down}. */
@Command(name = "down", description = "stop and forget the programs of metaproc.yaml")
final class DownCommand extends HostCommand {
  @Mixin private final ProjectOption file = new ProjectOption();

  @Override
  int run(Context context) {
    List<HostedProgram> programs = ProjectPlan.programs(file.read(context), context.host());
    ProjectStop.stop(programs, context);
    for (HostedProgram program : programs) {
      context.host().remove(program);
      context.say(program.name() + " removed");
    }
    return ExitCodes.SUCCESS;
  }
}
