package dev.metaproc.mpi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds out that no rank of a job can ever go on. Asked again and again by the host; it says so
 * when several answers in a row saw every rank that is left asleep in the same wait, nothing under
 * way between them, and no other thread of a program that might still act. It costs nothing between
 * two questions, and only a look at the first rank that is awake at each.
 *
 * <p>Not thread-safe: one thread asks.
 */
public final class DeadlockCheck {
  private static final int LINES = 64;

  private final Job job;
  private final int answersNeeded;
  private final BiPredicate<Integer, Set<Thread>> mayAct;
  private long[] before = new long[0];
  private int same;

  /**
   * A check.
   *
   * @param answersNeeded how many equal ones in a row
   * @param mayAct whether a rank's program has threads, beside the given ones, that are not waiting
   */
  public DeadlockCheck(Job job, int answersNeeded, BiPredicate<Integer, Set<Thread>> mayAct) {
    this.job = job;
    this.answersNeeded = answersNeeded;
    this.mayAct = mayAct;
  }

  /** Who waits for what, a line for each rank; null as long as something may still happen. */
  public @Nullable String look() {
    long[] now = snapshot();
    if (now == null || !Arrays.equals(now, before)) {
      before = now == null ? new long[0] : now;
      same = 0;
      return null;
    }
    return ++same >= answersNeeded && isFinal() ? report() : null;
  }

  /** How often each rank has fallen asleep; null if one is awake or all have ended. */
  private long @Nullable [] snapshot() {
    long[] naps = new long[job.ranks()];
    boolean anyLeft = false;
    for (int rank = 0; rank < naps.length; rank++) {
      if (job.hasEnded(rank)) {
        naps[rank] = -1;
        continue;
      }
      anyLeft = true;
      List<Sleeper> sleeping = job.rank(rank).waits().sleeping();
      if (sleeping.isEmpty()) {
        return null;
      }
      naps[rank] = sleeping.stream().mapToLong(Sleeper::naps).sum();
    }
    return anyLeft ? naps : null;
  }

  /**
   * Nothing under way: no other threads that may act, messages matched, waits not over. In this
   * order, and the threads once more, since one that has sent something may have ended at once.
   */
  private boolean isFinal() {
    if (othersMayAct()) {
      return false;
    }
    for (int rank = 0; rank < job.ranks(); rank++) {
      if (!job.hasEnded(rank)) {
        job.rank(rank).endpoint().progress();
      }
    }
    for (int rank = 0; rank < job.ranks(); rank++) {
      if (!job.hasEnded(rank)
          && job.rank(rank).waits().sleeping().stream().anyMatch(Sleeper::mayWakeUp)) {
        return false;
      }
    }
    return !othersMayAct() && Arrays.equals(snapshot(), before);
  }

  private boolean othersMayAct() {
    for (int rank = 0; rank < job.ranks(); rank++) {
      if (job.hasEnded(rank)) {
        continue;
      }
      List<Sleeper> sleeping = job.rank(rank).waits().sleeping();
      Set<Thread> threads = sleeping.stream().map(Sleeper::thread).collect(Collectors.toSet());
      if (mayAct.test(rank, threads)) {
        return true;
      }
    }
    return false;
  }

  private String report() {
    Map<String, List<Integer>> waits = new LinkedHashMap<>();
    for (int rank = 0; rank < job.ranks(); rank++) {
      if (job.rank(rank).hasProgram()) {
        waits.computeIfAbsent(wait(rank), any -> new ArrayList<>()).add(rank);
      }
    }
    String text =
        waits.entrySet().stream()
            .limit(LINES)
            .map(each -> "  " + told(each.getValue(), each.getKey()))
            .collect(Collectors.joining("\n"));
    return waits.size() > LINES ? text + "\n  ..." : text;
  }

  /** {@code what} is told of one rank. */
  private static String told(List<Integer> ranks, String what) {
    return ranks.size() == 1
        ? "rank " + ranks.getFirst() + " " + what
        : ranks(ranks) + what.replace("waits in ", "wait in ").replaceFirst("^has ", "have ");
  }

  private static String ranks(List<Integer> ranks) {
    List<String> runs = new ArrayList<>();
    int first = 0;
    for (int i = 1; i <= ranks.size(); i++) {
      if (i == ranks.size() || ranks.get(i) != ranks.get(i - 1) + 1) {
        int low = ranks.get(first);
        int high = ranks.get(i - 1);
        runs.add(low == high ? "" + low : low + (high == low + 1 ? ", " : "-") + high);
        first = i;
      }
    }
    return "ranks " + String.join(", ", runs) + " ";
  }

  private String wait(int rank) {
    if (job.hasEnded(rank)) {
      return job.hasEndedFinalized(rank) ? "has ended" : "has ended without MPI.Finalize()";
    }
    return job.rank(rank).waits().sleeping().stream()
        .map(sleeper -> "waits in " + sleeper.describe() + place(sleeper.thread()))
        .sorted()
        .collect(Collectors.joining(" and "));
  }

  /** The program's own line: the topmost frame outside of MPI and the JDK. */
  private static String place(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (!isInfrastructure(frame.getClassName())) {
        return " at " + frame;
      }
    }
    return "";
  }

  private static boolean isInfrastructure(String name) {
    boolean isApi = name.startsWith("mpi.") && name.lastIndexOf('.') == "mpi".length();
    return isApi
        || name.startsWith("dev.metaproc.")
        || name.startsWith("java.")
        || name.startsWith("jdk.");
  }
}
