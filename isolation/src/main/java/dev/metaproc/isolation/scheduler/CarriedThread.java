package dev.metaproc.isolation.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread with a home carrier, as itself and its wakers see it.
 *
 * <p>{@link #hold} and {@link #resume} are park and unpark without the JDK's bookkeeping: the
 * thread yields, and the scheduler, asked to run it again, keeps it until it is resumed. To the JDK
 * a held thread looks runnable.
 *
 * <p>It is the JDK's scheduler for this thread alone. Virtual threads that it starts inherit it and
 * are passed on to the JDK's own scheduler, so that they can neither starve other programs nor be
 * kept from other cores.
 */
public final class CarriedThread extends Errand implements Executor {
  /** Mounted, or in its carrier's queue. */
  private static final int RUNNING = 0;

  /** Yielded; whoever moves it back to RUNNING has it run. */
  private static final int HELD = 1;

  /** Resumed before it was held: the next hold returns at once. */
  private static final int PERMITTED = 2;

  /** Held on its carrier's stack, because a native frame is below; its thread is parked. */
  private static final int PINNED = 3;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(CarriedThread.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Carrier home;
  final int number;
  private @Nullable Thread thread;
  private volatile @Nullable Runnable continuation;
  private volatile int state;

  /** Written by the thread before it yields, read by its carrier after. */
  private boolean yieldsToHold;

  CarriedThread(Carrier home, int number) {
    this.home = home;
    this.number = number;
  }

  Thread create(String name, Runnable task) {
    Thread created = Jdk.builder(this).name(name).unstarted(task);
    thread = created;
    return created;
  }

  /** The calling thread's; null if it is no thread of {@link Carriers}. */
  public static @Nullable CarriedThread current() {
    Thread caller = Thread.currentThread();
    return Jdk.schedulerOf(caller) instanceof CarriedThread carried && carried.thread == caller
        ? carried
        : null;
  }

  /** Is it the calling thread? */
  public boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /** Who runs it, unless another carrier helps out. */
  public Carrier home() {
    return home;
  }

  /**
   * Lets the carrier run others until {@link #resume} is called; may return early. By the thread
   * itself.
   */
  @SuppressWarnings("ThreadPriorityCheck") // this is how a virtual thread unmounts
  public void hold() {
    if (state == PERMITTED) {
      state = RUNNING;
      return;
    }
    yieldsToHold = true;
    Thread.yield();
    if (yieldsToHold) {
      yieldsToHold = false;
      holdPinned();
    } else if (state == HELD) {
      // The JDK ran it unasked, as it does after looking at its stack.
      STATE.compareAndSet(this, HELD, RUNNING);
    }
  }

  private void holdPinned() {
    if (!STATE.compareAndSet(this, RUNNING, PINNED)) {
      state = RUNNING;
      return;
    }
    Carrier.replaceCurrent();
    boolean interrupted = false;
    while (state == PINNED) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the current {@link #hold}, or the next one if there is none. Any thread. */
  public void resume() {
    while (true) {
      switch (state) {
        case HELD -> {
          if (STATE.compareAndSet(this, HELD, RUNNING)) {
            enqueue();
            return;
          }
        }
        case RUNNING -> {
          if (STATE.compareAndSet(this, RUNNING, PERMITTED)) {
            return;
          }
        }
        case PINNED -> {
          if (STATE.compareAndSet(this, PINNED, RUNNING)) {
            LockSupport.unpark(thread);
            return;
          }
        }
        default -> {
          return;
        }
      }
    }
  }

  /** Has the carrier that runs the caller something else to run? */
  public static boolean othersWait() {
    Carrier here = Carrier.current();
    return here != null && here.hasWork();
  }

  /**
   * The JDK wants {@code task} run: the thread starts, was unparked or yielded; or it is another
   * thread's that inherited this scheduler.
   */
  @Override
  @SuppressWarnings("ReferenceEquality") // identity is the question
  public void execute(Runnable task) {
    if (continuation == null) {
      continuation = task;
    }
    if (task != continuation) {
      Jdk.defaultScheduler().execute(task);
      return;
    }
    if (yieldsToHold) {
      yieldsToHold = false;
      if (STATE.compareAndSet(this, RUNNING, HELD)) {
        return;
      }
      state = RUNNING;
    }
    enqueue();
  }

  private void enqueue() {
    if (Carrier.current() == home) {
      home.append(number);
    } else if (claim()) {
      home.submit(this);
    } else {
      // The JDK may ask twice for one run; the second finds nothing to do, but must not be lost.
      home.submit(new Again(this));
    }
  }

  /** Queued by whoever could not do it itself. */
  @Override
  protected void run() {
    Carrier here = Carrier.current();
    if (here != null) {
      here.append(number);
    } else {
      enqueue();
    }
  }

  private static final class Again extends Errand {
    private final CarriedThread thread;

    Again(CarriedThread thread) {
      this.thread = thread;
      claim();
    }

    @Override
    protected void run() {
      thread.run();
    }
  }

  /** On a carrier; true if the thread has ended. */
  boolean runUntilItYields() {
    Runnable next = continuation;
    Thread own = thread;
    if (next == null || own == null) {
      return false;
    }
    next.run();
    return !own.isAlive();
  }
}
