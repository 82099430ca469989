package dev.metaproc.launcher.exit;

/**
 * How a job of several ranks ended. The first cause in time decides; what follows from it does not.
 */
public sealed interface JobEnd {
  /** Every rank ended with code 0. */
  record Completed() implements JobEnd {}

  /** A rank ended with a code other than 0. */
  record RankExited(int rank, int code) implements JobEnd {}

  /** A rank's main method threw. */
  record RankThrew(int rank, int code) implements JobEnd {}

  /** A rank called Abort. */
  record Aborted(int rank, int code) implements JobEnd {}

  /** All ranks wait for each other; {@code report} says who waits for what. */
  record Deadlocked(String report) implements JobEnd {}

  /** The time of {@code --timeout} was up. */
  record TimedOut() implements JobEnd {}

  /** Ctrl-C. */
  record Interrupted() implements JobEnd {}

  /** The TERM signal. */
  record Terminated() implements JobEnd {}

  /** A rank could not be started. */
  record Failed(LaunchException failure) implements JobEnd {}
}
