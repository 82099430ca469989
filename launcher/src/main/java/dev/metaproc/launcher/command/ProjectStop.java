package dev.metaproc.launcher.command;

import dev.metaproc.launcher.host.HostedProgram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Stops the programs of a project against the order they were started in. */
final class ProjectStop {
  private ProjectStop() {}

  /** One service after the other, the replicas of one at the same time. */
  static void stop(List<HostedProgram> programs, Context context) {
    Map<String, List<HostedProgram>> services = new LinkedHashMap<>();
    for (HostedProgram program : programs) {
      services.computeIfAbsent(service(program), name -> new ArrayList<>()).add(program);
    }
    for (List<HostedProgram> replicas : List.copyOf(services.values()).reversed()) {
      List<CompletableFuture<Integer>> ends = new ArrayList<>();
      for (HostedProgram program : replicas) {
        if (program.state().isActive()) {
          ends.add(program.stop());
          context.say(program.name() + " stops");
        }
      }
      ends.forEach(CompletableFuture::join);
    }
  }

  private static String service(HostedProgram program) {
    return program.name().replaceFirst("\\.\\d+$", "");
  }

  /** Whether it is the service, or a replica of it. */
  static boolean isOf(HostedProgram program, @Nullable String service) {
    return service(program).equals(service);
  }
}
