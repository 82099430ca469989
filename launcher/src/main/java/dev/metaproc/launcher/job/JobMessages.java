package dev.metaproc.launcher.job;

import dev.metaproc.isolation.Program;
import dev.metaproc.launcher.exit.JobEnd;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What mpiexec says about the end of a job; nothing about a good one. */
final class JobMessages {
  private JobMessages() {}

  /**
   * One line.
   *
   * @param timeout the time the job had, null for any
   */
  static String of(JobEnd end, List<Rank> ranks, @Nullable Duration timeout) {
    return switch (end) {
      case JobEnd.Completed() -> "";
      case JobEnd.RankExited(int rank, int code) ->
          find(ranks, rank).title() + " ended with exit code " + code;
      case JobEnd.RankThrew(int rank, int code) ->
          find(ranks, rank).title()
              + " ended with an uncaught "
              + thrown(find(ranks, rank).program());
      case JobEnd.Aborted(int rank, int code) ->
          find(ranks, rank).title() + " called Abort(" + code + ")";
      case JobEnd.Deadlocked(String report) ->
          "deadlock: every rank waits and nothing can match (--deadlock=off lets them wait)\n"
              + report
              + "\nmpiexec: gave up";
      case JobEnd.TimedOut() -> "the time of " + seconds(timeout) + " is up (--timeout)";
      case JobEnd.Interrupted() -> "interrupted";
      case JobEnd.Terminated() -> "terminated";
      case JobEnd.Failed(var failure) -> String.valueOf(failure.getMessage());
    };
  }

  /** Ranks that were spawned are not always started in the order of their numbers. */
  private static Rank find(List<Rank> ranks, int number) {
    return ranks.stream().filter(rank -> rank.number() == number).findFirst().orElseThrow();
  }

  private static String seconds(@Nullable Duration timeout) {
    return timeout == null ? "?" : timeout.toSeconds() + " s";
  }

  private static String thrown(Program program) {
    return program.uncaught().map(JobMessages::describe).orElse("exception");
  }

  static String describe(Throwable thrown) {
    StackTraceElement[] frames = thrown.getStackTrace();
    return frames.length == 0 ? thrown.toString() : thrown + " (" + place(frames[0]) + ")";
  }

  private static String place(StackTraceElement frame) {
    String file = frame.getFileName() == null ? frame.getClassName() : frame.getFileName();
    return frame.getLineNumber() > 0 ? file + ":" + frame.getLineNumber() : file;
  }
}
