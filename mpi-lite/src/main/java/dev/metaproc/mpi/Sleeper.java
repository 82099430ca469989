package dev.metaproc.mpi;

import dev.metaproc.isolation.scheduler.CarriedThread;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits, as those who wake it see it. A wake-up that comes before the sleep ends the
 * sleep at once.
 */
final class Sleeper {
  private final Thread thread;
  private final @Nullable CarriedThread carried;

  /** For a deadlock report only: what the thread sleeps on; stale while it is awake. */
  private volatile @Nullable Awaited awaited;

  private volatile boolean asleep;

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

  /** By the thread itself; may return early. */
  void sleep() {
    if (carried != null) {
      carried.hold();
    } else {
      LockSupport.park(this);
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
    asleep = true;
  }

  void awake() {
    asleep = false;
  }

  Thread thread() {
    return thread;
  }

  boolean isAsleep() {
    return asleep;
  }

  long naps() {
    return naps;
  }

  /** Is it awake, or is what it sleeps on over? */
  boolean mayWakeUp() {
    Awaited what = awaited;
    return !asleep || what == null || what.isDone();
  }

  @Nullable String describe() {
    Awaited what = awaited;
    return asleep && what != null ? what.describe() : null;
  }
}
