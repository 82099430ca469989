package dev.metaproc.debug;

import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * What a JVM needs for its programs to be debugged: the JDWP agent, which can only be loaded when
 * the JVM starts and makes exceptions much dearer (docs/debugging.md), so that hosts do without it
 * until somebody asks.
 */
public final class DebugJvm {
  private static final String AGENT =
      "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:0";
  private static final String ADDRESS = "sun.jdwp.listenerAddress";

  private DebugJvm() {}

  /** Options for the java command, besides those of any host. */
  public static List<String> options() {
    return List.of(AGENT, "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED");
  }

  /** The command of a JVM like this one with the agent; class path, main class included not. */
  public static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(options());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    return command;
  }

  /** Whether an agent listens. */
  public static boolean hasAgent() {
    return !agentAddress().isEmpty();
  }

  /** Whether a debugger may be connected, even if none is waited for any more. */
  static boolean hasLoadedAgent() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .anyMatch(each -> each.startsWith("-agentlib:jdwp"));
  }

  /** Where the agent listens; empty when there is none, or it is connected. */
  public static String agentAddress() {
    try {
      Object properties =
          Class.forName("jdk.internal.vm.VMSupport").getMethod("getAgentProperties").invoke(null);
      return ((Properties) properties).getProperty(ADDRESS, "").replaceFirst("^dt_socket:", "");
    } catch (IllegalAccessException e) {
      return ""; // not a JVM of ours
    } catch (ClassNotFoundException | NoSuchMethodException | InvocationTargetException e) {
      throw new IllegalStateException("this JVM does not tell its agent's address", e);
    }
  }
}
