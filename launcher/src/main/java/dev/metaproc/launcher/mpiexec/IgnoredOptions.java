package dev.metaproc.launcher.mpiexec;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options that scripts carry from clusters and that mean nothing in one JVM on one machine:
 * they are read, so that the rest of the line is understood, and do nothing.
 */
final class IgnoredOptions {
  /** The names of options with as many parameters as the row says. */
  private record Row(int parameters, List<String> names) {}

  private static final List<Row> TABLE =
      List.of(
          row(0, "oversubscribe", "nooversubscribe", "allow-run-as-root", "use-hwthread-cpus"),
          row(0, "report-bindings", "display-map", "display-devel-map", "display-allocation"),
          row(0, "print-all-exitcodes", "print-rank-map", "info", "bynode", "bycore", "byslot"),
          row(0, "pernode", "nolocal", "localonly", "enable-recovery", "disable-recovery"),
          row(0, "bind-to-core", "bind-to-socket", "bind-to-none", "bysocket", "noprefix", "novm"),
          row(0, "leave-session-attached", "report-state-on-timeout", "show-progress"),
          row(0, "debug-daemons", "stop-on-exec", "continuous", "preload-binary", "rr"),
          row(0, "disable-auto-cleanup", "disable-hostname-propagation", "skip-launch-node"),
          row(0, "debug-devel", "d", "debug-daemons-file", "display-topo", "display-diffable-map"),
          row(0, "display-devel-allocation", "do-not-resolve", "fwd-mpirun-port", "use-regexp"),
          row(0, "enable-instant-on-support", "index-argv-by-rank", "output-proctable"),
          row(0, "report-child-jobs-separately", "set-cwd-to-session-dir", "profile", "pmi-port"),
          row(0, "enable-x", "disable-x", "parsable", "parseable", "hetero-nodes"),
          row(1, "f", "hostfile", "machinefile", "default-hostfile", "rankfile", "rf"),
          row(1, "host", "hosts", "H", "bind-to", "map-by", "rank-by"),
          row(1, "ppn", "N", "npernode", "npersocket", "cpus-per-proc", "cpus-per-rank", "cpu-set"),
          row(1, "soft", "arch", "path", "prefix", "iface", "launcher", "bootstrap", "rmk", "dev"),
          row(1, "memory-alloc-kinds", "tune", "am", "cpu-list", "display", "stream-buffering"),
          row(1, "forward-signals", "report-uri", "report-pid", "personality", "runtime-options"),
          row(1, "mca-base-env-list", "preload-files", "launch-agent", "usize", "order-nodes"),
          row(1, "gpus-per-proc", "membind", "topolib", "demux", "launcher-exec", "nameserver"),
          row(1, "cartofile", "cf", "ppr", "hnp", "ompi-server", "max-restarts", "max-vm-size"),
          row(1, "debugger", "report-events", "xterm", "localhost", "bootstrap-exec", "binding"),
          row(1, "rtos", "pset", "with-ft", "tmpdir"),
          row(2, "mca", "gmca", "omca", "pmixmca", "prtemca"));

  private static final Set<String> NAMES =
      TABLE.stream()
          .flatMap(row -> row.names().stream())
          .flatMap(IgnoredOptions::spellings)
          .collect(Collectors.toUnmodifiableSet());

  private IgnoredOptions() {}

  static void addTo(CommandSpec spec) {
    for (Row row : TABLE) {
      for (String name : row.names()) {
        spec.addOption(option(name, row.parameters()));
      }
    }
  }

  /** Those that were given, each with its values. */
  static List<String> given(ParseResult result) {
    List<String> given = new ArrayList<>();
    for (OptionSpec option : result.matchedOptionsSet()) {
      if (NAMES.contains(option.longestName())) {
        String values = String.join(" ", values(option));
        given.add(values.isEmpty() ? option.longestName() : option.longestName() + " " + values);
      }
    }
    return given;
  }

  /** For the help text. */
  static String names() {
    return TABLE.stream()
        .flatMap(row -> row.names().stream())
        .map(name -> "-" + name)
        .sorted(String.CASE_INSENSITIVE_ORDER)
        .collect(Collectors.joining(", "));
  }

  private static Row row(int parameters, String... names) {
    return new Row(parameters, List.of(names));
  }

  private static Stream<String> spellings(String name) {
    return name.length() == 1 ? Stream.of("-" + name) : Stream.of("-" + name, "--" + name);
  }

  private static OptionSpec option(String name, int parameters) {
    OptionSpec.Builder option =
        OptionSpec.builder(spellings(name).toArray(String[]::new)).hidden(true);
    return parameters == 0
        ? option.type(boolean.class).build()
        : option.arity(String.valueOf(parameters)).type(String[].class).build();
  }

  private static List<String> values(OptionSpec option) {
    return option.arity().max() == 0 ? List.of() : option.originalStringValues();
  }
}
