package dev.metaproc.launcher.javaline;

import dev.metaproc.debug.DebugOptions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Java options of one program.
 *
 * @param classPath as written, or null when none was given
 * @param modulePath as written, or null when none was given
 * @param addModules of the module path, or {@code ALL-MODULE-PATH}
 * @param stackSize of the main thread in bytes, 0 for the default
 * @param debugger how the program is to be debugged, or null when it is not asked for
 * @param ignored options that mean something to a JVM and nothing to one program in it
 * @param written all that a JVM would say it was started with, in order and as it says them
 */
public record JavaOptions(
    @Nullable String classPath,
    @Nullable String modulePath,
    List<String> addModules,
    Map<String, String> properties,
    List<AssertionSwitch> assertions,
    long stackSize,
    List<String> addOpens,
    List<String> addExports,
    List<Agent> agents,
    @Nullable DebugOptions debugger,
    List<String> ignored,
    List<String> written) {
  /**
   * One {@code -javaagent}.
   *
   * @param options what follows the {@code =}; null without one
   */
  public record Agent(String jar, @Nullable String options) {
    static Agent parse(String text) {
      int equals = text.indexOf('=');
      return equals < 0
          ? new Agent(text, null)
          : new Agent(text.substring(0, equals), text.substring(equals + 1));
    }
  }

  public JavaOptions {
    addModules = List.copyOf(addModules);
    properties = Map.copyOf(properties);
    assertions = List.copyOf(assertions);
    addOpens = List.copyOf(addOpens);
    addExports = List.copyOf(addExports);
    agents = List.copyOf(agents);
    ignored = List.copyOf(ignored);
    written = List.copyOf(written);
  }
}
