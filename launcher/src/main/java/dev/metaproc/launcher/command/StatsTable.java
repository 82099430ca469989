package dev.metaproc.launcher.command;

import dev.metaproc.launcher.host.Host;
import dev.metaproc.launcher.host.HostedProgram;
import dev.metaproc.launcher.host.Usage;
import dev.metaproc.launcher.json.Json;
import dev.metaproc.launcher.words.Durations;
import dev.metaproc.launcher.words.Sizes;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What running programs use. */
final class StatsTable {
  private StatsTable() {}

  /** One program, for machines. */
  record Row(String name, String id, Usage usage) {}

  static void json(Host host, PrintWriter out) {
    for (HostedProgram each : running(host)) {
      out.println(Json.line(new Row(each.name(), each.id(), each.usage())));
    }
  }

  static void table(Host host, PrintWriter out) {
    Table table = new Table("NAME", "CPU %", "CPU", "ALLOC/S", "ALLOCATED", "THREADS", "UP");
    for (HostedProgram each : running(host)) {
      Usage usage = each.usage();
      table.row(
          each.name(),
          String.format(Locale.ROOT, "%.1f", usage.cpuShare() * 100),
          String.format(Locale.ROOT, "%.2f s", usage.cpu().toMillis() / 1e3),
          Sizes.roughly(usage.allocationRate()),
          Sizes.roughly(usage.allocated()),
          Integer.toString(usage.threads()),
          Durations.roughly(usage.wall()));
    }
    table.print(out);
  }

  private static List<HostedProgram> running(Host host) {
    return host.programs().stream().filter(each -> each.program().isPresent()).toList();
  }
}
