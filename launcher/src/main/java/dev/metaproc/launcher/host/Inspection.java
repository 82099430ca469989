package dev.metaproc.launcher.host;

import dev.metaproc.isolation.Program;
import java.util.List;

/**
 * All that is known of a named program.
 *
 * @param mainClass of the run there is now; empty without one
 * @param threads names of its live threads
 */
public record Inspection(
    ProgramStatus status, ProgramSpec spec, String log, String mainClass, List<String> threads) {
  /** Looks now. */
  public static Inspection of(HostedProgram program) {
    return new Inspection(
        program.status(),
        program.spec(),
        program.spec().isEphemeral() ? "" : program.directory().resolve("output.log").toString(),
        program.program().map(Program::mainClassName).orElse(""),
        program.program().map(Inspection::threads).orElse(List.of()));
  }

  private static List<String> threads(Program run) {
    return run.threads().stream().map(Thread::getName).toList();
  }
}
