package dev.metaproc.launcher.command;

import picocli.CommandLine.Option;

/** One command of {@code metaproc}: its fields are its options, filled by picocli. */
public abstract class HostCommand {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  boolean help;

  /**
   * Carries it out.
   *
   * @return the exit code
   * @throws dev.metaproc.launcher.exit.LaunchException with one line for the user
   */
  abstract int run(Context context) throws Exception;
}
