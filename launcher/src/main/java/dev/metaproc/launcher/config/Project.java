package dev.metaproc.launcher.config;

import dev.metaproc.debug.DebugOptions;
import dev.metaproc.launcher.host.Limits;
import dev.metaproc.launcher.host.Readiness;
import dev.metaproc.launcher.host.RestartPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file, resolved.
 *
 * @param services each after those it depends on
 * @param origins where the file says what: {@code programs/api/restart} → file:line:column
 */
public record Project(String name, List<Service> services, Map<String, String> origins) {
  public Project {
    services = List.copyOf(services);
    origins = Map.copyOf(origins);
  }

  /** What a service waits for before it starts. */
  public enum Condition {
    /** The other's main class is loaded and its thread runs. */
    STARTED,
    /** The other is ready, as its {@code ready} says. */
    HEALTHY,
    /** The other has ended with 0. */
    COMPLETED
  }

  /** One dependency. */
  public record Dependency(String service, Condition condition) {}

  /**
   * One entry of {@code programs}.
   *
   * @param command what would follow the word {@code java}
   * @param environment what the file adds to that of the client
   * @param directory absolute
   * @param debug how debuggers are let in; null when they are not
   * @param replicas null for one program that has the service's own name
   */
  public record Service(
      String name,
      List<String> command,
      Map<String, String> environment,
      String directory,
      RestartPolicy restart,
      Duration stopTimeout,
      boolean hasInput,
      Limits limits,
      @Nullable Readiness ready,
      @Nullable DebugOptions debug,
      List<Dependency> dependsOn,
      @Nullable Integer replicas) {
    public Service {
      command = List.copyOf(command);
      dependsOn = List.copyOf(dependsOn);
    }
  }
}
