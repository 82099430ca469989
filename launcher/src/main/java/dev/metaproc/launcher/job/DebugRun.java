package dev.metaproc.launcher.job;

import dev.metaproc.debug.DebugJvm;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.session.Signals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a command again in a JVM that has the debug agent, which no running JVM can load. This one
 * only waits: the terminal is the other's, and so are its signals. The other ends with this one,
 * also where a signal leaves this one no time to pass it on.
 */
final class DebugRun {
  /** The pid of the process whose job a JVM runs. */
  private static final String OWNER = "metaproc.owner";

  private DebugRun() {}

  /** The exit code of {@code mpiexec} with the same words. */
  static int run(List<String> words) {
    List<String> command = new ArrayList<>(DebugJvm.command());
    command.addAll(
        List.of(
            "-D" + OWNER + "=" + ProcessHandle.current().pid(),
            "dev.metaproc.launcher.Main",
            "mpiexec"));
    command.addAll(words);
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      Signals.handle("INT", () -> {}); // the terminal sends it to both
      Signals.handle("TERM", process::destroy);
      return process.waitFor();
    } catch (IOException e) {
      throw new LaunchException(
          LaunchException.Kind.HOST, "a JVM with the debug agent cannot be started: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCodes.HOST;
    }
  }

  /** Where this JVM runs another process's job: tells when that has ended, however it did. */
  static void whenOwnerEnds(Runnable action) {
    String owner = System.getProperty(OWNER);
    if (owner != null) {
      ProcessHandle.of(Long.parseLong(owner))
          .ifPresentOrElse(
              process -> {
                var _ = process.onExit().thenRun(action);
              },
              action);
    }
  }
}
