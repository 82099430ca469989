package dev.metaproc.isolation.reclaim;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a host able to end a program that has taken all memory: a little that is kept back for
 * that moment, and patience, since the program gives everything back with its end.
 */
public final class MemoryReserve {
  private static final int SIZE = 4 << 20;
  private static final int LITTLE = 256 << 10;
  private static final int TINY = 16 << 10;
  private static final int MOST_TRIES = 300;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  private static final AtomicReference<byte @Nullable []> KEPT =
      new AtomicReference<>(new byte[SIZE]);

  private static final AtomicReference<byte @Nullable []> TRIAL =
      new AtomicReference<>(); // set, so that it is really allocated

  private static final AtomicReference<Runnable> WATCH = new AtomicReference<>(() -> {});

  private MemoryReserve() {}

  /** Something that may be done again if it failed for want of memory. */
  @FunctionalInterface
  public interface Task<S, T extends @Nullable Object, E extends Exception> {
    T run(S subject) throws E;
  }

  /**
   * Has somebody called whenever a program has caught that there is no memory, on its thread: when
   * several do that all the time no other thread gets on.
   *
   * @param watch takes no memory
   */
  public static void watch(Runnable watch) {
    WATCH.set(watch);
  }

  /** A program has caught it. */
  public static void tellWatch() {
    WATCH.get().run();
  }

  /** Lets go of what is kept back: a program is about to end that has taken the rest. */
  public static void spend() {
    KEPT.set(null);
  }

  /** The same, if not even a little can be had. */
  public static void spendIfNeeded() {
    if (isSpent()) {
      spend();
    }
  }

  /**
   * Does it, again and again while there is no memory for it, for half a minute. To make a lambda
   * that captures something takes memory, too, and that nobody tries again: hence the subject.
   *
   * @param subject what {@code task} is given
   */
  public static <S, T extends @Nullable Object, E extends Exception> T insist(
      S subject, Task<S, T, E> task) throws E {
    for (int tries = 1; ; tries++) {
      try {
        return task.run(subject);
      } catch (OutOfMemoryError e) {
        if (tries == MOST_TRIES) {
          throw e;
        }
        pause();
      }
    }
  }

  /** A moment in which another thread may give memory back. */
  public static void pause() {
    LockSupport.parkNanos(PAUSE);
  }

  /**
   * Whether not even a little can be had: nobody does any work then. Only a trial tells: what the
   * JVM calls free may lie between large arrays.
   */
  public static boolean isSpent() {
    try {
      TRIAL.set(new byte[LITTLE]);
      return false;
    } catch (OutOfMemoryError e) {
      return true;
    }
  }

  /** Returns when there is memory to begin with something small that cannot be done again. */
  public static void awaitRoom() {
    TRIAL.set(insist(TINY, byte[]::new));
  }

  /** Returns when there is memory to deal with the end of a program. */
  public static void awaitRoomAfterEnd() {
    TRIAL.set(insist(LITTLE, byte[]::new));
  }

  /** Keeps some back again, when a program's end has been dealt with, which may have needed it. */
  public static void refill() {
    if (KEPT.get() == null) {
      try {
        KEPT.compareAndSet(null, new byte[SIZE]);
      } catch (OutOfMemoryError e) {
        return; // the end of another program may give it back
      }
    }
  }
}
