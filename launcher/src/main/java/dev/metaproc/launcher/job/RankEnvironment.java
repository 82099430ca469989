package dev.metaproc.launcher.job;

import java.util.Map;

/** The variables by which programs and scripts know their rank without calling MPI. */
final class RankEnvironment {
  private RankEnvironment() {}

  /**
   * One rank's variables under the names of Open MPI, MPICH and PMIx, and our own.
   *
   * @param segment which program of the job, counted from 0
   */
  static Map<String, String> of(int rank, int size, int segment) {
    String number = String.valueOf(rank);
    String count = String.valueOf(size);
    return Map.ofEntries(
        Map.entry("OMPI_COMM_WORLD_RANK", number),
        Map.entry("OMPI_COMM_WORLD_LOCAL_RANK", number),
        Map.entry("OMPI_COMM_WORLD_NODE_RANK", number),
        Map.entry("OMPI_COMM_WORLD_SIZE", count),
        Map.entry("OMPI_COMM_WORLD_LOCAL_SIZE", count),
        Map.entry("OMPI_UNIVERSE_SIZE", count),
        Map.entry("PMI_RANK", number),
        Map.entry("PMI_SIZE", count),
        Map.entry("PMIX_RANK", number),
        Map.entry("MPI_LOCALRANKID", number),
        Map.entry("MPI_LOCALNRANKS", count),
        Map.entry("METAPROC_RANK", number),
        Map.entry("METAPROC_SIZE", count),
        Map.entry("APPNUM", String.valueOf(segment)));
  }
}
