package dev.metaproc.launcher.mpiexec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What picocli fills in for one segment. The options of the job as a whole are the same objects for
 * all segments, so they may be written in any of them.
 */
final class SegmentArgs {
  final RankArgs rank = new RankArgs();
  final EnvironmentArgs environment = new EnvironmentArgs();
  final OutputArgs output;
  final JobArgs job;
  final CommandArgs command;

  /** Segments of one line. */
  SegmentArgs(SegmentArgs first) {
    this(first.output, first.job, first.command);
  }

  SegmentArgs() {
    this(new OutputArgs(), new JobArgs(), new CommandArgs());
  }

  private SegmentArgs(OutputArgs output, JobArgs job, CommandArgs command) {
    this.output = output;
    this.job = job;
    this.command = command;
  }

  /** The options under the headings of the help text. */
  Map<String, CommandSpec> groups() {
    Map<String, CommandSpec> groups = new LinkedHashMap<>();
    groups.put("A program of the job", CommandSpec.forAnnotatedObject(rank));
    groups.put("Environment", CommandSpec.forAnnotatedObject(environment));
    groups.put("Output", CommandSpec.forAnnotatedObject(output));
    groups.put("The job", CommandSpec.forAnnotatedObject(job));
    groups.put("mpiexec itself", CommandSpec.forAnnotatedObject(command));
    return groups;
  }

  /** Stops at the first word that is no option of mpiexec; the rest is left for the program. */
  CommandLine commandLine() {
    CommandSpec spec = CommandSpec.create().name("mpiexec");
    groups().values().forEach(group -> group.options().forEach(spec::addOption));
    IgnoredOptions.addTo(spec);
    return new CommandLine(spec)
        .setPosixClusteredShortOptionsAllowed(false)
        .setExpandAtFiles(false)
        .setOverwrittenOptionsAllowed(true)
        .setStopAtUnmatched(true);
  }

  /** All names of options that do something, those shown first in the help text first. */
  List<String> names() {
    return groups().values().stream()
        .flatMap(group -> group.options().stream())
        .flatMap(option -> List.of(option.names()).stream())
        .toList();
  }
}
