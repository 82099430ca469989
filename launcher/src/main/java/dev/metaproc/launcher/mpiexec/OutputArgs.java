package dev.metaproc.launcher.mpiexec;

import dev.metaproc.launcher.exit.LaunchException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options about the ranks' output. */
final class OutputArgs {
  @Option(
      names = {"-l", "--tag-output", "-prepend-rank", "-tag-output", "--prepend-rank"},
      description = "Start every line with the rank it comes from: [3] line.")
  boolean tagged;

  @Option(
      names = {"-prepend-pattern", "--prepend-pattern"},
      paramLabel = "TEXT",
      description = "Start every line with TEXT instead; %%r in it is the rank.")
  @Nullable String pattern;

  @Option(
      names = {"--timestamp-output", "-timestamp-output"},
      description = "Start every line with the time.")
  boolean timestamps;

  @Option(
      names = {"--merge-stderr-to-stdout", "-merge-stderr-to-stdout"},
      description = "Send the ranks' standard error to standard output.")
  boolean mergeErrors;

  @Option(
      names = {"--output", "-output"},
      paramLabel = "WORD,...",
      description =
          "The same in the words of Open MPI 5: tag, timestamp, merge, dir=DIR, file=DIR, nocopy.")
  @Nullable String list;

  @Option(
      names = {"--output-filename", "-output-filename", "--output-directory"},
      paramLabel = "DIR[:nocopy]",
      description =
          "Write DIR/rank.N/stdout and DIR/rank.N/stderr as well; "
              + "with :nocopy nothing is shown.")
  @Nullable String directory;

  @Option(
      names = {"-outfile-pattern", "--outfile-pattern"},
      paramLabel = "FILE",
      description = "Write standard output to FILE instead; %%r in it is the rank.")
  @Nullable String standardFile;

  @Option(
      names = {"-errfile-pattern", "--errfile-pattern"},
      paramLabel = "FILE",
      description = "Write standard error to FILE instead; %%r in it is the rank.")
  @Nullable String errorFile;

  /** What a line starts with, {@code %r} for the rank; empty for nothing. */
  String tag() {
    if (pattern != null) {
      return pattern;
    }
    return tagged ? "[%r] " : "";
  }

  /** Does what the words of {@code --output} say. */
  void takeList() {
    if (list == null) {
      return;
    }
    for (String word : list.split("[,:]")) {
      switch (word.replaceFirst("=.*", "")) {
        case "tag", "tag-detailed", "tag-fullname", "rank" -> tagged = true;
        case "timestamp" -> timestamps = true;
        case "merge", "merge-stderr-to-stdout" -> mergeErrors = true;
        case "dir", "file" -> directory = word.replaceFirst("[^=]*=?", "");
        case "nocopy" -> directory = directory == null ? null : directory + ":nocopy";
        default ->
            throw LaunchException.usage(
                "--output "
                    + list
                    + ": "
                    + word
                    + " must be one of tag, timestamp, merge,"
                    + " dir=DIR, file=DIR, nocopy");
      }
    }
    list = null;
  }
}
