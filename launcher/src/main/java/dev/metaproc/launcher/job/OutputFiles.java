package dev.metaproc.launcher.job;

import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.exit.LaunchException.Kind;
import dev.metaproc.launcher.mpiexec.OutputOptions;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The files that {@code --output-filename} and the file patterns ask for, one or two a rank. */
final class OutputFiles {
  private final OutputOptions options;
  private final Path directory;
  private final int ranks;

  OutputFiles(OutputOptions options, Path directory, int ranks) {
    this.options = options;
    this.directory = directory;
    this.ranks = ranks;
  }

  /** Where a rank's standard output goes, given where it would go without files. */
  OutputStream standard(int rank, OutputStream terminal) {
    return stream(rank, "stdout", options.standardFile(), terminal);
  }

  /** The same for standard error. */
  OutputStream error(int rank, OutputStream terminal) {
    return stream(rank, "stderr", options.errorFile(), terminal);
  }

  private OutputStream stream(
      int rank, String name, @Nullable String pattern, OutputStream terminal) {
    OutputStream shown = pattern == null ? terminal : open(fileOf(pattern, rank));
    String folder = options.directory();
    if (folder == null) {
      return shown;
    }
    OutputStream kept = open(folder + "/rank." + padded(rank) + "/" + name);
    return options.onTerminal() ? new TeeOutputStream(shown, kept) : kept;
  }

  private static String fileOf(String pattern, int rank) {
    return pattern.replace("%r", String.valueOf(rank));
  }

  /** As wide as the last rank, so that a listing is in order. */
  private String padded(int rank) {
    int width = String.valueOf(ranks - 1).length();
    return String.format(Locale.ROOT, "%0" + width + "d", rank);
  }

  /**
   * A plain stream of the file: a channel would be closed for good by the interrupt of one thread.
   * The file is made now, so that a wrong name is told before any rank runs.
   */
  private OutputStream open(String name) {
    Path file = directory.resolve(name).normalize();
    try {
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      return new FileOutputStream(file.toFile());
    } catch (IOException e) {
      throw new LaunchException(
          Kind.USAGE, "output file " + file + ": cannot be written (" + e.getMessage() + ")", e);
    }
  }
}
