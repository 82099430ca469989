package dev.metaproc.launcher.job;

import dev.metaproc.isolation.Program;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.JobEnd;
import dev.metaproc.launcher.exit.LaunchException;
import java.lang.Thread.State;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One run of several ranks, from the first start to the last end.
 *
 * <pre>
 *   start ranks ─▶ wait for the end ─▶ hooks of the others ─▶ kill what is left
 *                     ▲  all ended with 0
 *                     │  one ended otherwise, threw, called Abort
 *                     │  time is up, Ctrl-C, TERM
 * </pre>
 *
 * <p>Whatever ends the job first decides its exit code; everything later is a consequence.
 */
final class MpiexecJob {
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final CompletableFuture<JobEnd> end = new CompletableFuture<>();
  private final CountDownLatch isTornDown = new CountDownLatch(1);
  private final AtomicInteger unfinished = new AtomicInteger();
  private final List<Rank> ranks = new CopyOnWriteArrayList<>();

  /** Starts the ranks; stops starting as soon as one has ended the job. */
  void start(List<RankPlan> plans, RankStarter starter, RankServices services) {
    unfinished.set(plans.size());
    try {
      for (RankPlan plan : plans) {
        if (end.isDone()) {
          return;
        }
        watch(starter.start(plan), services);
      }
    } catch (LaunchException e) {
      end.complete(new JobEnd.Failed(e));
    }
  }

  /**
   * Starts ranks that a rank spawned.
   *
   * @throws LaunchException when one cannot be started; those before it run
   */
  void startMore(List<RankPlan> plans, RankStarter starter, RankServices services) {
    for (RankPlan plan : plans) {
      unfinished.incrementAndGet();
      try {
        watch(starter.start(plan), services);
      } catch (LaunchException e) {
        unfinished.decrementAndGet(); // the spawner still counts, so this is not the end
        throw e;
      }
    }
  }

  private void watch(Rank rank, RankServices services) {
    ranks.add(rank);
    var _ =
        rank.program()
            .onUncaught()
            .thenAccept(
                thrown ->
                    end.complete(
                        new JobEnd.RankThrew(rank.number(), ExitCodes.UNCAUGHT_EXCEPTION)));
    var _ =
        rank.program()
            .onExit()
            .thenAccept(process -> ended(rank, services))
            .exceptionally(this::hostFailed);
  }

  /** A failure of ours must end the job: nobody else will. */
  private @Nullable Void hostFailed(Throwable failure) {
    end.complete(
        new JobEnd.Failed(
            new LaunchException(LaunchException.Kind.HOST, "internal error: " + failure, failure)));
    return null;
  }

  private void ended(Rank rank, RankServices services) {
    services.ended(rank.number());
    Program program = rank.program();
    int code = program.exitValue();
    if (program.uncaught().isPresent() && code != 0) {
      end.complete(new JobEnd.RankThrew(rank.number(), code));
    } else if (code != 0) {
      end.complete(new JobEnd.RankExited(rank.number(), code));
    } else if (unfinished.decrementAndGet() == 0) {
      end.complete(new JobEnd.Completed());
    }
  }

  /** The ranks started so far. */
  List<Rank> ranks() {
    return List.copyOf(ranks);
  }

  /** A rank called Abort. Returns when all ranks have ended, its own among them. */
  void abort(int rank, int code) {
    end.complete(new JobEnd.Aborted(rank, code));
    boolean interrupted = false;
    while (isTornDown.getCount() > 0) {
      try {
        isTornDown.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** All ranks wait for each other. */
  void deadlocked(String report) {
    end.complete(new JobEnd.Deadlocked(report));
  }

  /**
   * Has a rank's program threads, beside the given ones, that run, or wait for a while only? Its
   * virtual threads are not known.
   */
  boolean mayAct(int number, Set<Thread> waiting) {
    for (Rank rank : ranks) {
      if (rank.number() == number) {
        return rank.program().threads().stream()
            .filter(thread -> !waiting.contains(thread))
            .map(Thread::getState)
            .anyMatch(state -> state == State.RUNNABLE || state == State.TIMED_WAITING);
      }
    }
    return true; // it is being started
  }

  /** A signal: the first ends the job, one that comes when it is ending ends the JVM. */
  void signalled(JobEnd cause) {
    if (!end.complete(cause)) {
      Runtime.getRuntime().halt(ExitCodes.of(cause));
    }
  }

  /** The process whose job this is has ended; that may well be because the job is ending. */
  void orphaned() {
    end.complete(new JobEnd.Terminated());
  }

  /** Waits until something ends the job, and says what. */
  JobEnd await(@Nullable Duration timeout) {
    if (timeout != null) {
      end.completeOnTimeout(new JobEnd.TimedOut(), timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
    return end.join();
  }

  /** Ends the ranks that still run: hooks first, force after a grace. */
  void tearDown() {
    List<Program> alive = alive();
    alive.forEach(Program::destroy);
    awaitEnds(alive);
    alive().forEach(Program::destroyForcibly);
    isTornDown.countDown();
  }

  List<Program> alive() {
    return ranks.stream().map(Rank::program).filter(Program::isAlive).toList();
  }

  private static void awaitEnds(List<Program> programs) {
    CompletableFuture<?>[] ends =
        programs.stream().map(Program::onExit).toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(ends)
        .completeOnTimeout(null, GRACE.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }
}
