package dev.metaproc.launcher.command;

import dev.metaproc.launcher.host.Host;
import dev.metaproc.launcher.host.HostedProgram;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Parameters;

/** The programs a command is about. */
final class TargetArguments {
  @Parameters(
      arity = "1..*",
      paramLabel = "NAME",
      description = "Name, replica set, pattern such as 'web*', or beginning of an id.")
  List<String> names = List.of();

  List<HostedProgram> in(Host host) {
    Set<HostedProgram> found = new LinkedHashSet<>();
    names.forEach(name -> found.addAll(host.find(name)));
    return List.copyOf(found);
  }
}
