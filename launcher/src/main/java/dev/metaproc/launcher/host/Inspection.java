package dev.metaproc.launcher.host;

import java.util.List;

/**
 * All that is known of a named program.
 *
 * @param mainClass of the run there is now; empty without one
 * @param isolation as {@link ProgramRun#isolation}; empty without a run
 * @param threads names of its live threads
 */
public record Inspection(
    ProgramStatus status,
    ProgramSpec spec,
    String log,
    String mainClass,
    String isolation,
    List<String> threads) {
  /** Looks now. */
  public static Inspection of(HostedProgram program) {
    return new Inspection(
        program.status(),
        program.spec(),
        program.spec().isEphemeral() ? "" : program.directory().resolve("output.log").toString(),
        program.program().map(ProgramRun::mainClass).orElse(""),
        program.program().map(ProgramRun::isolation).orElse(""),
        program.program().map(ProgramRun::threads).orElse(List.of()));
  }
}
