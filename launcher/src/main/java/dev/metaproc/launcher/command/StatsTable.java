package dev.metaproc.launcher.command;

import dev.metaproc.launcher.host.HeapShares;
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
  record Row(String name, String id, Usage usage, long heapEstimate) {}

  static void json(Host host, List<HostedProgram> programs, PrintWriter out) {
    HeapShares heap = HeapShares.of(host);
    for (HostedProgram each : running(programs)) {
      Usage usage = each.usage();
      out.println(Json.line(new Row(each.name(), each.id(), usage, heap.of(usage))));
    }
  }

  static void table(Host host, List<HostedProgram> programs, PrintWriter out) {
    Table table =
        new Table(
            "NAME",
            "CPU %",
            "CPU",
            "HEAP~",
            "ALLOC/S",
            "ALLOCATED",
            "THREADS",
            "CLASSES",
            "SOCKETS",
            "FILES",
            "UP");
    HeapShares heap = HeapShares.of(host);
    for (HostedProgram each : running(programs)) {
      Usage usage = each.usage();
      table.row(
          each.name(),
          String.format(Locale.ROOT, "%.1f", usage.cpuShare() * 100),
          String.format(Locale.ROOT, "%.2f s", usage.cpu().toMillis() / 1e3),
          Sizes.roughly(heap.of(usage)),
          Sizes.roughly(usage.allocationRate()),
          Sizes.roughly(usage.allocated()),
          Integer.toString(usage.threads()),
          Integer.toString(usage.classes()),
          Integer.toString(usage.sockets()),
          Integer.toString(usage.files()),
          Durations.roughly(usage.wall()));
    }
    table.print(out);
  }

  private static List<HostedProgram> running(List<HostedProgram> programs) {
    return programs.stream().filter(each -> each.program().isPresent()).toList();
  }
}
