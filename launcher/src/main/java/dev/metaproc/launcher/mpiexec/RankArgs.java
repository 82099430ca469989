package dev.metaproc.launcher.mpiexec;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of one program of a job: how many ranks, and where. */
final class RankArgs {
  @Option(
      names = {"-n", "-np", "-c", "--n", "--np"},
      paramLabel = "N",
      description = "Run the program as N ranks (default 1).")
  @Nullable String ranks;

  @Option(
      names = {"-wdir", "-wd", "--wdir", "--wd"},
      paramLabel = "DIR",
      description = "Working directory of its ranks.")
  @Nullable String directory;
}
