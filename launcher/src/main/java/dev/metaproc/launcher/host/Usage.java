package dev.metaproc.launcher.host;

import java.time.Duration;

/**
 * What a run has used, as of its last sample. Threads that began and ended between two samples are
 * not in it.
 *
 * @param cpu time on all processors together
 * @param allocated bytes, freed or not: what of them is still in use, a shared heap does not tell
 * @param cpuShare of one processor, between the last two samples
 * @param allocationRate bytes a second, between the last two samples
 * @param threads live platform threads
 * @param classes defined by its loaders, or by the one it shares with others
 * @param sockets open ones, listening ones included
 * @param files open ones, pipes included
 * @param wall since it started
 */
public record Usage(
    Duration cpu,
    long allocated,
    double cpuShare,
    long allocationRate,
    int threads,
    int classes,
    int sockets,
    int files,
    Duration wall) {
  public static final Usage NONE = new Usage(Duration.ZERO, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO);
}
