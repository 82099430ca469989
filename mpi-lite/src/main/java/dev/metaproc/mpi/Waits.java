package dev.metaproc.mpi;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the threads of one rank wait: spin briefly if every rank has a core to itself, then park. A
 * parked rank is listed here, so that it can be woken when it is killed and asked what it waits
 * for, and so that senders know they have to match for it.
 *
 * <p>An interrupt does not end a wait, since that would lose a message; it is kept for the program.
 */
final class Waits {
  private static final int SPINS_PER_CLOCK_READ = 32;
  private static final int MISSES_PER_PAUSE = 64;

  private final long spinNanos;
  private final Set<Sleeper> sleepers = ConcurrentHashMap.newKeySet();
  private final PaddedCounter asleep = new PaddedCounter();
  private final PaddedCounter waiting = new PaddedCounter();
  private volatile @Nullable String killed;

  /** Approximate on purpose: several threads of a rank may count here at once. */
  private int misses;

  /** Neither a record nor equal to another: two threads may wait for the same thing. */
  private static final class Sleeper {
    final Thread thread;
    final Awaited awaited;

    Sleeper(Thread thread, Awaited awaited) {
      this.thread = thread;
      this.awaited = awaited;
    }
  }

  Waits(long spinNanos) {
    this.spinNanos = spinNanos;
  }

  /**
   * @throws JobAborted when the rank is killed first
   */
  void await(Awaited awaited) {
    awaited.advance();
    if (awaited.isDone()) {
      return;
    }
    waiting.add(1);
    try {
      if (!spin(awaited)) {
        park(awaited);
      }
    } finally {
      waiting.add(-1);
    }
  }

  /** Is a thread of this rank waiting, asleep or not? */
  boolean anyWaiting() {
    return waiting.isPositive();
  }

  /** Must a sender match for this rank? True from before the last look into the inbox. */
  boolean anyAsleep() {
    return asleep.isPositive();
  }

  /** A test failed: lets others run, because the program will probably ask again at once. */
  @SuppressWarnings("ThreadPriorityCheck") // a rank on the same carrier can only run if we yield
  void missed() {
    requireAlive();
    if (Thread.currentThread().isVirtual() && ++misses % MISSES_PER_PAUSE == 0) {
      // A yield alone never gives way to a virtual thread that waits in the scheduler's outer
      // queue.
      LockSupport.parkNanos(1_000);
    } else {
      Thread.yield();
    }
  }

  void kill(String reason) {
    killed = reason;
    sleepers.forEach(sleeper -> LockSupport.unpark(sleeper.thread));
  }

  void requireAlive() {
    String reason = killed;
    if (reason != null) {
      throw new JobAborted(reason);
    }
  }

  /** What the rank's parked threads wait for; null when none is parked. */
  @Nullable String describe() {
    String text =
        sleepers.stream()
            .map(sleeper -> sleeper.awaited.describe())
            .sorted()
            .collect(Collectors.joining(" and "));
    return text.isEmpty() ? null : text;
  }

  private boolean spin(Awaited awaited) {
    if (spinNanos == 0) {
      return false;
    }
    long start = System.nanoTime();
    do {
      for (int i = 0; i < SPINS_PER_CLOCK_READ; i++) {
        Thread.onSpinWait();
        awaited.advance();
        if (awaited.isDone()) {
          return true;
        }
      }
    } while (killed == null && System.nanoTime() - start < spinNanos);
    return false;
  }

  private void park(Awaited awaited) {
    Sleeper me = new Sleeper(Thread.currentThread(), awaited);
    boolean interrupted = false;
    sleepers.add(me);
    awaited.wake(me.thread);
    asleep.add(1);
    try {
      while (true) {
        awaited.advance();
        if (awaited.isDone()) {
          return;
        }
        requireAlive();
        LockSupport.park(awaited);
        interrupted |= Thread.interrupted();
      }
    } finally {
      asleep.add(-1);
      awaited.wake(null);
      sleepers.remove(me);
      if (interrupted) {
        me.thread.interrupt();
      }
    }
  }
}
