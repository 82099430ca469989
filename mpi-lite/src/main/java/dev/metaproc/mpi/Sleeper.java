package dev.metaproc.mpi;

import dev.metaproc.isolation.scheduler.CarriedThread;
import dev.metaproc.isolation.scheduler.Carrier;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits, as those who wake it see it. A wake-up that comes before the sleep ends the
 * sleep at once.
 */
final class Sleeper {
  private static final VarHandle ASLEEP;

  static {
    try {
      ASLEEP = MethodHandles.lookup().findVarHandle(Sleeper.class, "asleep", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Thread thread;
  private final @Nullable CarriedThread carried;

  /** For a deadlock report only: what the thread sleeps on; published by {@link #asleep}. */
  private @Nullable Awaited awaited;

  /** No fence when it changes: a report looks several times. */
  private boolean asleep;

  /** How often it has fallen asleep; published by {@link #asleep}. */
  private long naps;

  private Sleeper(Thread thread, @Nullable CarriedThread carried) {
    this.thread = thread;
    this.carried = carried;
  }

  static Sleeper ofCaller() {
    return new Sleeper(Thread.currentThread(), CarriedThread.current());
  }

  boolean isCaller() {
    return Thread.currentThread() == thread;
  }

  @Nullable CarriedThread carried() {
    return carried;
  }

  /** Is its home another carrier than the one the caller runs on? */
  boolean isFarAway() {
    return carried != null && carried.home() != Carrier.current();
  }

  /** By the thread itself: does its carrier have another to run? */
  boolean isWantedElsewhere() {
    return carried != null && CarriedThread.othersWait();
  }

  /** By the thread itself; may return early. */
  void sleep() {
    sleep(0);
  }

  /**
   * As {@link #sleep()}.
   *
   * @param atMost nanoseconds after which to return, if that is no carried thread; 0 for no limit
   */
  void sleep(long atMost) {
    if (carried != null) {
      carried.hold();
    } else if (atMost == 0) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, atMost);
    }
  }

  void wake() {
    if (carried != null) {
      carried.resume();
    } else {
      LockSupport.unpark(thread);
    }
  }

  /** Between this and {@link #awake} reports show the thread. */
  @SuppressWarnings("ReferenceEquality") // spares a write barrier
  void fallAsleep(Awaited what) {
    if (awaited != what) {
      awaited = what;
    }
    naps++;
    ASLEEP.setRelease(this, true);
  }

  void awake() {
    ASLEEP.setRelease(this, false);
  }

  Thread thread() {
    return thread;
  }

  boolean isAsleep() {
    return (boolean) ASLEEP.getAcquire(this);
  }

  long naps() {
    return naps;
  }

  /** Is it awake, or is what it sleeps on over? */
  boolean mayWakeUp() {
    if (!isAsleep()) {
      return true;
    }
    Awaited what = awaited;
    return what == null || what.isDone();
  }

  @Nullable String describe() {
    Awaited what = isAsleep() ? awaited : null;
    return what != null ? what.describe() : null;
  }
}
