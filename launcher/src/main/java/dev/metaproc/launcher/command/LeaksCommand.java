package dev.metaproc.launcher.command;

import dev.metaproc.isolation.Leak;
import dev.metaproc.isolation.Program;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code metaproc leaks}: what Tomcat's manager calls findleaks. */
@Command(
    name = "leaks",
    description = "list ended programs that something keeps in memory (runs the collector)",
    footer = {"", "Exit code 0 when there are none, 1 when there are."})
final class LeaksCommand extends HostCommand {
  private static final int FOUND = 1;

  @Mixin private final FormatOption format = new FormatOption();

  /**
   * One ended program.
   *
   * @param threads of its own that nothing could end
   * @param path from a root of the heap to its class loader, if that is what holds it
   */
  record Row(long pid, String command, List<String> threads, List<String> path) {}

  @Override
  int run(Context context) {
    List<Row> rows = new ArrayList<>();
    List<Program> tainting = context.host().process().tainting();
    for (Program each : tainting) {
      List<String> threads = each.survivors().stream().map(Thread::getName).toList();
      rows.add(new Row(each.pid(), each.commandLine(), threads, List.of()));
    }
    for (Leak each : leaks(context)) {
      if (tainting.stream().noneMatch(program -> program.pid() == each.pid())) {
        rows.add(new Row(each.pid(), each.commandLine(), List.of(), each.path()));
      }
    }
    if (format.isJson()) {
      FormatOption.json(context.out(), rows);
    } else if (!rows.isEmpty()) {
      print(rows, context);
    }
    return rows.isEmpty() ? ExitCodes.SUCCESS : FOUND;
  }

  private static List<Leak> leaks(Context context) {
    try {
      return context.host().process().leaks();
    } catch (IOException e) {
      throw new LaunchException(
          LaunchException.Kind.HOST, "the heap cannot be looked into: " + e.getMessage(), e);
    }
  }

  private static void print(List<Row> rows, Context context) {
    Table table = new Table("PID", "COMMAND", "HELD BY");
    for (Row each : rows) {
      table.row(
          Long.toString(each.pid()),
          each.command(),
          each.threads().isEmpty()
              ? String.join(" → ", each.path())
              : "its threads " + String.join(", ", each.threads()));
    }
    table.print(context.out());
  }
}
