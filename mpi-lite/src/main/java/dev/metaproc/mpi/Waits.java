package dev.metaproc.mpi;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the threads of one rank wait: awake while nobody else could use the core, but no longer than
 * waking up takes, then asleep. A platform thread has a core to itself if every rank has; a carried
 * one if its carrier has nothing else to run.
 *
 * <p>A sleeping thread is known here, so that it can be woken when the rank is killed and asked
 * what it waits for, and so that senders know they have to match for it.
 *
 * <p>An interrupt does not end a wait, since that would lose a message; it is kept for the program.
 */
final class Waits {
  private static final int SPINS_PER_CLOCK_READ = 32;
  private static final int MISSES_PER_PAUSE = 64;

  /** About a microsecond. */
  private static final int LOOKS_AGAIN = 64;

  private static final long SOON_NANOS = 1_000_000;

  /**
   * So long a spin keeps the core to itself: the answer of somebody who runs takes less. After that
   * whom we wait for may be waiting for this very core.
   */
  private static final long SELFISH_NANOS = 2_000;

  private final long spinNanos;
  private final boolean ownsCore;
  private final Set<Sleeper> others = ConcurrentHashMap.newKeySet();
  private final AsleepCount asleep = new AsleepCount();
  private volatile @Nullable Sleeper main;
  private volatile @Nullable String killed;

  /** Approximate on purpose: several threads of a rank may count here at once. */
  private int misses;

  /**
   * For one rank.
   *
   * @param ownsCore whether there is a core for each rank
   */
  Waits(long spinNanos, boolean ownsCore) {
    this.spinNanos = spinNanos;
    this.ownsCore = ownsCore;
  }

  /** The calling thread will do most of the waiting: from now on that allocates nothing. */
  Sleeper bindCaller() {
    Sleeper caller = Sleeper.ofCaller();
    main = caller;
    return caller;
  }

  /** Is the caller the thread that {@link #bindCaller} named? */
  boolean isMainCalling() {
    Sleeper own = main;
    return own != null && own.isCaller();
  }

  /** The thread that {@link #bindCaller} named. */
  @Nullable Sleeper main() {
    return main;
  }

  /**
   * Waits until {@code awaited} is done.
   *
   * @throws JobAborted when the rank is killed first
   */
  void await(Awaited awaited) {
    awaited.advance();
    if (!awaited.isDone()) {
      await(awaited, caller());
    }
  }

  /** As {@link #await(Awaited)}, by the {@link #caller}. */
  void await(Awaited awaited, Sleeper me) {
    if (!spin(awaited, me)) {
      sleep(awaited, me);
    }
  }

  /** The calling thread, as those see it who wake it. */
  Sleeper caller() {
    Sleeper own = main;
    return own != null && own.isCaller() ? own : Sleeper.ofCaller();
  }

  /**
   * Does only the main thread sleep, and on another carrier than the caller is on? A guess, but
   * false for a thread that is not carried.
   */
  boolean sleepsFarAway() {
    Sleeper own = main;
    return own != null && own.isFarAway() && asleep.isMainAlone();
  }

  void wakeMain() {
    Sleeper own = main;
    if (own != null) {
      own.wake();
    }
  }

  /** Must a sender match for this rank? Positive from before the last look into the ring. */
  AsleepCount asleep() {
    return asleep;
  }

  /** A test failed: lets others run, because the program will probably ask again at once. */
  @SuppressWarnings("ThreadPriorityCheck") // a rank on the same carrier can only run if we yield
  void missed() {
    requireAlive();
    if (Thread.currentThread().isVirtual() && !isCarried() && ++misses % MISSES_PER_PAUSE == 0) {
      // On the JDK's scheduler a yield alone never gives way to a thread in its outer queue.
      LockSupport.parkNanos(1_000);
    } else {
      Thread.yield();
    }
  }

  private boolean isCarried() {
    Sleeper own = main;
    return own != null && own.isCaller() && own.carried() != null;
  }

  void kill(String reason) {
    killed = reason;
    wakeMain();
    others.forEach(Sleeper::wake);
  }

  boolean isAlive() {
    return killed == null;
  }

  void requireAlive() {
    String reason = killed;
    if (reason != null) {
      throw new JobAborted(reason);
    }
  }

  /** The rank's sleeping threads at this moment. */
  List<Sleeper> sleeping() {
    return Stream.concat(Stream.ofNullable(main), others.stream())
        .filter(Sleeper::isAsleep)
        .toList();
  }

  /** What the rank's sleeping threads wait for; null when none sleeps. */
  @Nullable String describe() {
    String text =
        Stream.concat(Stream.ofNullable(main), others.stream())
            .map(Sleeper::describe)
            .filter(Objects::nonNull)
            .sorted()
            .collect(Collectors.joining(" and "));
    return text.isEmpty() ? null : text;
  }

  /**
   * Waits awake, as long as that may be, for a small message to be the next in the ring, and
   * receives it; see {@link Endpoint#takeSmall}.
   *
   * @return its {@link SmallReceipt}; NONE if a receive has to be posted
   */
  long takeSmall(
      Endpoint endpoint,
      int context,
      int source,
      int tag,
      ElementType type,
      Object into,
      int start,
      int room) {
    long receipt = endpoint.takeSmall(context, source, tag, type, into, start, room);
    if (receipt != Endpoint.NOT_YET) {
      return receipt;
    }
    Sleeper me = main;
    if (me == null || !me.isCaller() || !maySpin(me)) {
      return SmallReceipt.NONE;
    }
    long since = 0;
    do {
      for (int i = 0; i < SPINS_PER_CLOCK_READ; i++) {
        if (me.isWantedElsewhere()) {
          return SmallReceipt.NONE;
        }
        Thread.onSpinWait();
        if (endpoint.hasArrived()) {
          return endpoint.takeSmall(context, source, tag, type, into, start, room);
        }
      }
      since = since == 0 ? System.nanoTime() : since;
    } while (mayGoOn(me, since));
    return SmallReceipt.NONE;
  }

  private boolean spin(Awaited awaited, Sleeper me) {
    if (!maySpin(me)) {
      return false;
    }
    long start = 0;
    do {
      for (int i = 0; i < SPINS_PER_CLOCK_READ; i++) {
        if (me.isWantedElsewhere()) {
          return false;
        }
        Thread.onSpinWait();
        awaited.advance();
        if (awaited.isDone()) {
          return true;
        }
      }
      start = start == 0 ? System.nanoTime() : start;
    } while (mayGoOn(me, start));
    return false;
  }

  private boolean maySpin(Sleeper me) {
    return spinNanos > 0 && (ownsCore || me.carried() != null);
  }

  /** May a spin that began at {@code start} go on? A carried thread leaves it to its carrier. */
  @SuppressWarnings("ThreadPriorityCheck") // gives way, see SELFISH_NANOS
  private boolean mayGoOn(Sleeper me, long start) {
    long spun = System.nanoTime() - start;
    if (killed != null || spun >= spinNanos) {
      return false;
    }
    if (spun < SELFISH_NANOS) {
      return true;
    }
    if (me.carried() == null) {
      Thread.yield();
      return true;
    }
    return false;
  }

  /**
   * Sleeps, at last. A sender that does not fence may have looked for sleepers just before this one
   * was one, its message still on its way out of its core: so the sleeper looks again a few times,
   * then after a while that is longer than any message is under way, and then no more.
   *
   * @return whether the thread was interrupted
   */
  private static boolean pause(Sleeper me, int looks) {
    if (looks < LOOKS_AGAIN) {
      Thread.onSpinWait();
    } else {
      me.sleep(looks == LOOKS_AGAIN ? SOON_NANOS : 0);
    }
    return Thread.interrupted();
  }

  private void sleep(Awaited awaited, Sleeper me) {
    boolean isMain = me == main;
    boolean wantsMessages = awaited.wantsMessages();
    boolean interrupted = false;
    if (!isMain) {
      others.add(me);
    }
    me.fallAsleep(awaited);
    awaited.wake(me);
    if (wantsMessages) {
      asleep.enter(isMain);
    }
    try {
      int looks = 0;
      while (true) {
        awaited.advance();
        if (awaited.isDone()) {
          return;
        }
        requireAlive();
        if (me.carried() != null) {
          me.sleep();
        } else {
          interrupted |= pause(me, looks++);
        }
      }
    } finally {
      if (wantsMessages) {
        asleep.leave(isMain);
      }
      awaited.wake(null);
      me.awake();
      if (!isMain) {
        others.remove(me);
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
