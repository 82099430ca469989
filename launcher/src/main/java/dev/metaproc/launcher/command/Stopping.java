package dev.metaproc.launcher.command;

import dev.metaproc.launcher.host.HostedProgram;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Stops several programs at the same time and waits for all of them. */
final class Stopping {
  private Stopping() {}

  /**
   * Returns when they have ended.
   *
   * @param timeout null for each program's own
   */
  static void stop(List<HostedProgram> programs, @Nullable Duration timeout, Context context) {
    Map<HostedProgram, CompletableFuture<Integer>> ends = new LinkedHashMap<>();
    for (HostedProgram program : programs) {
      ends.put(program, program.stop(timeout == null ? program.spec().stopTimeout() : timeout));
    }
    ends.forEach(
        (program, end) -> {
          var _ = end.join();
          context.out().println(program.name());
          context.out().flush();
        });
  }
}
