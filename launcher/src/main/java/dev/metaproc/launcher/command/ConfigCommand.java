package dev.metaproc.launcher.command;

import dev.metaproc.launcher.config.Project;
import dev.metaproc.launcher.exit.ExitCodes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code metaproc config}. */
@Command(name = "config", description = "check metaproc.yaml and print it resolved")
final class ConfigCommand extends HostCommand {
  @Mixin private final ProjectOption project = new ProjectOption();
  @Mixin private final FormatOption format = new FormatOption();

  @Option(
      names = {"-q", "--quiet"},
      description = "Only check.")
  private boolean isQuiet;

  @Option(
      names = "--show-origin",
      description = "One line a value: file:line:column or default, a tab, its name and value.")
  private boolean showsOrigins;

  @Override
  int run(Context context) {
    Project read = project.read(context);
    if (isQuiet) {
      return ExitCodes.SUCCESS;
    }
    if (showsOrigins) {
      context.out().print(ResolvedProject.origins(read));
      return ExitCodes.SUCCESS;
    }
    context.out().print(format.isJson() ? ResolvedProject.json(read) : ResolvedProject.yaml(read));
    return ExitCodes.SUCCESS;
  }
}
