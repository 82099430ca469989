package dev.metaproc.launcher.mpiexec;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options about mpiexec itself. */
final class CommandArgs {
  @Option(
      names = {"-configfile", "--configfile", "--app"},
      paramLabel = "FILE",
      description =
          "Read the segments from FILE, one on a line, instead of the "
              + "command line; # starts a comment, \\ continues a line.")
  @Nullable String configFile;

  @Option(
      names = {"-v", "--verbose", "-verbose"},
      description = "List the ranks, name ignored options, show stack traces.")
  boolean verbose;

  @Option(
      names = {"-q", "--quiet", "-quiet"},
      description = "Say nothing unless the job fails.")
  boolean quiet;

  @Option(
      names = {"-h", "--help", "-help", "-?"},
      description = "Show this text.")
  boolean help;

  @Option(
      names = {"-V", "--version", "-version"},
      description = "Show the version.")
  boolean version;
}
