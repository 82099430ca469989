package dev.metaproc.launcher.host;

import dev.metaproc.debug.DebugOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a program is to be, complete enough to start it again without whoever asked for it.
 *
 * @param name unique among the programs of the host
 * @param command what would follow the word {@code java}
 * @param directory the working directory, absolute
 * @param environment the whole of it
 * @param stopTimeout between being asked to end and being made to
 * @param hasInput whether its standard input stays open without a client
 * @param isEphemeral whether nothing is kept of it when it ends: no log, no exit code
 * @param isJavaCommand whether it is what the command {@code java} runs: variables were read and
 *     told by that, and what cannot be started goes to a real {@code java}, which says why
 * @param ready null when it is ready as soon as it runs
 * @param debug how a debugger is let in; null when none is asked for
 * @param project the configuration file's name when it came from one
 * @param digest what {@code up} compares to see whether it changed; empty when it came from no file
 */
public record ProgramSpec(
    String name,
    List<String> command,
    String directory,
    Map<String, String> environment,
    RestartPolicy restart,
    Duration stopTimeout,
    boolean hasInput,
    boolean isEphemeral,
    boolean isJavaCommand,
    Limits limits,
    @Nullable Readiness ready,
    @Nullable DebugOptions debug,
    @Nullable String project,
    String digest) {
  /** The variable of its environment that says how it is kept apart from other programs. */
  public static final String ISOLATION = "METAPROC_ISOLATION";

  public static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

  public ProgramSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** A program that is run once and kept in the list. */
  public static ProgramSpec of(
      String name, List<String> command, String directory, Map<String, String> environment) {
    return new ProgramSpec(
        name,
        command,
        directory,
        environment,
        RestartPolicy.NEVER,
        STOP_TIMEOUT,
        false,
        false,
        false,
        Limits.NONE,
        null,
        null,
        null,
        "");
  }

  /** The same, run by the command {@code java}, which leaves nothing behind. */
  public ProgramSpec ofJavaCommand() {
    return new ProgramSpec(
        name,
        command,
        directory,
        environment,
        restart,
        stopTimeout,
        hasInput,
        true,
        true,
        limits,
        ready,
        debug,
        project,
        digest);
  }

  /** The same with other words. */
  ProgramSpec withCommand(List<String> words) {
    return new ProgramSpec(
        name,
        words,
        directory,
        environment,
        restart,
        stopTimeout,
        hasInput,
        isEphemeral,
        isJavaCommand,
        limits,
        ready,
        debug,
        project,
        digest);
  }
}
