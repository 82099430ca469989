package dev.metaproc.launcher.command;

import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.host.HostedProgram;
import dev.metaproc.launcher.host.ProgramStatus;
import java.util.ArrayList;
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

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "KEY=VALUE",
      description =
          "Only those with name=PATTERN, status=STATE, exited=CODE, project=NAME or ready=true.")
  private List<String> filters = new ArrayList<>();

  @Override
  int run(Context context) {
    List<PsFilter> asked = filters.stream().map(PsFilter::parse).toList();
    List<ProgramStatus> found =
        context.host().programs().stream()
            .filter(program -> shows(program, asked))
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

  /** As docker's: who asks for ended ones by status or code means those that have ended. */
  private boolean shows(HostedProgram program, List<PsFilter> asked) {
    boolean isAskedFor =
        asked.stream().anyMatch(each -> List.of("status", "exited").contains(each.key()));
    return (all || isAskedFor || program.state().isActive()) && PsFilter.pass(asked, program);
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
