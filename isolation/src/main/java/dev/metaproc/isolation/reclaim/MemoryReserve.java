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
  private static final int MOST_TRIES = 300;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  private static final AtomicReference<byte @Nullable []> KEPT =
      new AtomicReference<>(new byte[SIZE]);

  private MemoryReserve() {}

  /** Something that may be done again if it failed for want of memory. */
  @FunctionalInterface
  public interface Task<T, E extends Exception> {
    T run() throws E;
  }

  /** Lets go of what is kept back, if little else is free: a program is about to end. */
  public static void spendIfShort() {
    Runtime jvm = Runtime.getRuntime();
    if (jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory() < SIZE) {
      KEPT.set(null);
    }
  }

  /** Does it, again and again while there is no memory for it, for half a minute. */
  public static <T, E extends Exception> T insist(Task<T, E> task) throws E {
    for (int tries = 1; ; tries++) {
      try {
        return task.run();
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

  /** Returns when there is memory to deal with the end of a program; keeps some back again. */
  public static void awaitRoom() {
    byte[] room = insist(() -> new byte[SIZE]);
    KEPT.compareAndSet(null, room);
  }
}
