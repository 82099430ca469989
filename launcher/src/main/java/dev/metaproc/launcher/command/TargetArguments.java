package dev.metaproc.launcher.command;

import dev.metaproc.launcher.exit.LaunchException;
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

  /** Those there are; what names none is told. */
  List<HostedProgram> thereAre(Context context) {
    Set<HostedProgram> found = new LinkedHashSet<>();
    for (String name : names) {
      try {
        found.addAll(context.host().find(name));
      } catch (LaunchException e) {
        context.say(String.valueOf(e.getMessage()));
      }
    }
    return List.copyOf(found);
  }

  /**
   * All of them.
   *
   * @throws LaunchException when one names none
   */
  List<HostedProgram> in(Host host) {
    return host.find(names);
  }
}
