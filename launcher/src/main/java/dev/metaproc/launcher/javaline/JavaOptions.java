package dev.metaproc.launcher.javaline;

import dev.metaproc.debug.DebugOptions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Java options of one program.
 *
 * @param classPath as written, or null when none was given
 * @param stackSize of the main thread in bytes, 0 for the default
 * @param debugger how the program is to be debugged, or null when it is not asked for
 * @param ignored options that mean something to a JVM and nothing to one program in it
 */
public record JavaOptions(
    @Nullable String classPath,
    Map<String, String> properties,
    List<AssertionSwitch> assertions,
    long stackSize,
    List<String> addOpens,
    List<String> addExports,
    @Nullable DebugOptions debugger,
    List<String> ignored) {
  public JavaOptions {
    properties = Map.copyOf(properties);
    assertions = List.copyOf(assertions);
    addOpens = List.copyOf(addOpens);
    addExports = List.copyOf(addExports);
    ignored = List.copyOf(ignored);
  }
}
