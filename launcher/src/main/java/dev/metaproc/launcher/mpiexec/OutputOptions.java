package dev.metaproc.launcher.mpiexec;

import org.jspecify.annotations.Nullable;

/**
 * Where the ranks' output goes and how its lines look.
 *
 * @param tag what every line starts with, {@code %r} is the rank; empty for nothing
 * @param directory gets {@code rank.N/stdout} and {@code rank.N/stderr}; null for none
 * @param onTerminal whether output that goes to {@code directory} is shown as well
 * @param standardFile file name pattern for standard output, {@code %r} is the rank; null for none
 * @param errorFile the same for standard error
 */
public record OutputOptions(
    String tag,
    boolean timestamps,
    boolean mergeErrors,
    @Nullable String directory,
    boolean onTerminal,
    @Nullable String standardFile,
    @Nullable String errorFile) {
  /** Does a line say which rank it comes from? */
  public boolean namesRank() {
    return tag.contains("%r");
  }
}
