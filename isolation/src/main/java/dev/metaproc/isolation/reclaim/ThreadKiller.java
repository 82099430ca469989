package dev.metaproc.isolation.reclaim;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Ends threads that do not end by themselves. What each rung of the ladder reaches:
 *
 * <ol>
 *   <li>an interrupt: whatever waits, sleeps or uses an interruptible channel;
 *   <li>after {@link #PATIENCE}, the polls in its loops, which costs all programs that share its
 *       code what the JIT had compiled of it;
 *   <li>an exception thrown in the thread from outside, if its innermost frame is the program's:
 *       recursion, loops of classes that were not rewritten;
 *   <li>after {@link #RESISTS}, the same if only harmless code of the JDK lies above the program's:
 *       waits that ignore interrupts, sorting without end, hopeless regular expressions. A parked
 *       virtual thread is forgotten instead, and collected.
 * </ol>
 *
 * <p>All are repeated until no thread is left or the time is over, since a program may catch what
 * was thrown and may start threads as fast as they are ended. What resists is documented in {@code
 * docs/decisions/0008}.
 */
final class ThreadKiller {
  private static final Duration FIRST = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofMillis(20);
  private static final Duration RESISTS = Duration.ofMillis(150);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  private final Supplier<List<Thread>> live;
  private final Runnable polls;
  private final Throwable ended;
  private final Stacks stacks;

  /**
   * @param live the threads that are to end, asked anew in every round
   * @param polls arms the polls in their loops; may be run several times
   * @param ended what is thrown in them
   */
  ThreadKiller(Supplier<List<Thread>> live, Runnable polls, Throwable ended, Stacks stacks) {
    this.live = live;
    this.polls = polls;
    this.ended = ended;
    this.stacks = stacks;
  }

  /** Returns when no thread is left, or those that still live after {@code bound}. */
  List<Thread> run(Duration bound) {
    long start = System.nanoTime();
    long pause = FIRST.toNanos();
    while (true) {
      List<Thread> left = live.get();
      long passed = System.nanoTime() - start;
      if (left.isEmpty() || passed > bound.toNanos()) {
        return left;
      }
      for (Thread thread : left) {
        JdkInternals.interrupt(thread);
      }
      if (passed > PATIENCE.toNanos()) {
        polls.run();
        stop(left, passed > RESISTS.toNanos(), start + bound.toNanos());
      }
      awaitOne(left, pause);
      pause = Math.min(pause * 3 / 2, LONGEST_PAUSE.toNanos());
    }
  }

  private void stop(List<Thread> threads, boolean resisting, long deadline) {
    Jvmti jvmti = Jvmti.get();
    if (jvmti == null) {
      return;
    }
    Predicate<StackTraceElement[]> mayUnwind = resisting ? stacks::isHarmless : stacks::isInProgram;
    for (Thread thread : threads) {
      if (System.nanoTime() > deadline) {
        return;
      }
      // what suspends a virtual thread may meet it between two carriers: first let the polls work
      boolean isDue = resisting || !thread.isVirtual();
      if (isDue
          && thread.isAlive()
          && jvmti.stop(thread, ended, mayUnwind) == Jvmti.Outcome.UNABLE
          && resisting
          && isParkedVirtual(thread)) {
        JdkInternals.forget(thread);
      }
    }
  }

  /** Not one that waits for a monitor: the JVM itself refers to those. */
  private boolean isParkedVirtual(Thread thread) {
    Thread.State state = thread.getState();
    return thread.isVirtual()
        && (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING)
        && stacks.isHarmlessWait(thread.getStackTrace());
  }

  /** Waits until the first of them is gone, no longer than {@code nanos}. */
  private static void awaitOne(List<Thread> threads, long nanos) {
    long deadline = System.nanoTime() + nanos;
    while (threads.getFirst().isAlive() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Math.min(1_000_000, nanos));
    }
  }
}
