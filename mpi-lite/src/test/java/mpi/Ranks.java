package mpi;

import dev.metaproc.isolation.scheduler.Carriers;
import dev.metaproc.mpi.JobAborted;
import dev.metaproc.mpi.JobOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs a body on every rank of a new job and throws what the first failing rank threw. When a rank
 * fails or the time is up the other ranks are killed, so that a test never hangs; a time-out shows
 * every rank's stack and what it waits for.
 */
final class Ranks {
  private static final Duration BUDGET = Duration.ofMinutes(2);

  /** What one rank does. */
  interface Body {
    void run(Rank rank) throws Exception;
  }

  /** A rank, as a program would see it through {@code MPI}. */
  record Rank(int number, MpiProcess process, MpiJob job) {
    Intracomm world() {
      return process.world();
    }

    int size() {
      return job.size();
    }
  }

  private final MpiJob job;
  private final Threads threads;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final List<Thread> started = new ArrayList<>();

  /** Makes the thread of a rank. */
  private interface Threads {
    Thread make(int rank, Runnable body);
  }

  private Ranks(int size, Threads threads) {
    this.threads = threads;
    this.job = MpiJob.create(size, (rank, code, reason) -> {}, JobOptions.defaults());
  }

  /** On platform threads. */
  static void run(int size, Body body) {
    new Ranks(size, named(Thread.ofPlatform().daemon())).runAll(body);
  }

  /** On virtual threads of the scheduler that the launcher uses. */
  static void runVirtual(int size, Body body) {
    try (Carriers carriers = Carriers.ofProcessors()) {
      Threads threads =
          (rank, task) -> carriers.newThread("rank " + rank, rank * carriers.size() / size, task);
      new Ranks(size, threads).runAll(body);
    }
  }

  /** On virtual threads of the JDK's scheduler. */
  static void runOnJdkScheduler(int size, Body body) {
    new Ranks(size, named(Thread.ofVirtual())).runAll(body);
  }

  private static Threads named(Thread.Builder builder) {
    return (rank, task) -> builder.name("rank " + rank).unstarted(task);
  }

  /** On platform threads, then on virtual ones. */
  static void runBoth(int size, Body body) {
    run(size, body);
    runVirtual(size, body);
  }

  private void runAll(Body body) {
    CountDownLatch left = new CountDownLatch(job.size());
    for (int number = 0; number < job.size(); number++) {
      MpiProcess process = job.process(number, false, Ranks.class::getClassLoader);
      Rank rank = new Rank(number, process, job);
      Thread thread =
          threads.make(
              number,
              () -> {
                runOne(rank, body);
                left.countDown();
              });
      started.add(thread);
    }
    started.forEach(Thread::start);
    awaitAll(left);
    rethrow();
  }

  private void runOne(Rank rank, Body body) {
    try {
      rank.process().init(new String[0]);
      body.run(rank);
      if (!job.hasEnded(rank.number())) {
        rank.process().finish();
        job.rankEnded(rank.number(), true);
      }
    } catch (Throwable e) {
      // Ranks killed because of the first failure must not hide it.
      if (failure.compareAndSet(null, e)) {
        job.killAll("rank " + rank.number() + " failed: " + e);
      }
    }
  }

  private void awaitAll(CountDownLatch left) {
    try {
      if (!left.await(BUDGET.toSeconds(), TimeUnit.SECONDS)) {
        failure.set(new AssertionError("not all ranks ended in " + BUDGET + dump()));
        job.killAll("time is up");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure.set(e);
    }
  }

  private String dump() {
    StringBuilder text = new StringBuilder();
    for (int number = 0; number < started.size(); number++) {
      Thread thread = started.get(number);
      text.append("\n").append(thread.getName()).append(" ").append(thread.getState());
      text.append(" waits for ").append(job.describeWait(number));
      for (StackTraceElement frame : thread.getStackTrace()) {
        text.append("\n    at ").append(frame);
      }
    }
    return text.toString();
  }

  private void rethrow() {
    Throwable first = failure.get();
    switch (first) {
      case null -> {}
      case RuntimeException e -> throw e;
      case JobAborted e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError(first);
    }
  }
}
