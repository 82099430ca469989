package dev.metaproc.launcher.command;

import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.host.HostedProgram;
import dev.metaproc.launcher.host.ProgramStatus;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code metaproc ps}. */
@Command(name = "ps", description = "list programs")
final class PsCommand extends HostCommand {
  private static final int LONGEST_COMMAND = 50;

  @Mixin private final FormatOption format = new FormatOption();

  @Option(
      names = {"-a", "--all"},
      description = "Those that have ended, too.")
  private boolean all;

  @Option(
      names = {"-q", "--quiet"},
      description = "Only the names.")
  private boolean isQuiet;

  @Override
  int run(Context context) {
    List<ProgramStatus> found =
        context.host().programs().stream()
            .filter(program -> all || program.state().isActive())
            .map(HostedProgram::status)
            .toList();
    if (isQuiet) {
      found.forEach(status -> context.out().println(status.name()));
    } else if (format.isJson()) {
      FormatOption.json(context.out(), found);
    } else {
      print(found, context);
    }
    return ExitCodes.SUCCESS;
  }

  private static void print(List<ProgramStatus> found, Context context) {
    Table table = new Table("NAME", "ID", "PID", "STATUS", "COMMAND");
    for (ProgramStatus each : found) {
      Long pid = each.pid();
      table.row(
          each.name(),
          each.id(),
          pid == null ? "-" : Long.toString(pid),
          StatusText.of(each),
          shortened(each.command()));
    }
    table.print(context.out());
  }

  private static String shortened(String command) {
    return command.length() <= LONGEST_COMMAND
        ? command
        : command.substring(0, LONGEST_COMMAND - 1) + "…";
  }
}
