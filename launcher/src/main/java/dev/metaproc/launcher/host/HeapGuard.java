package dev.metaproc.launcher.host;

import dev.metaproc.isolation.reclaim.MemoryReserve;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks every second whether anybody could allocate a little, and does something when nobody can
 * for long: no thread of the host does its work then, and no command can be given that would help.
 */
final class HeapGuard implements Runnable {
  private final int patience;
  private final Runnable remedy;

  /**
   * A guard, to be run on a thread of its own.
   *
   * @param patience seconds on end without memory before it acts
   * @param remedy what it does then, with what the reserve gives back
   */
  HeapGuard(int patience, Runnable remedy) {
    this.patience = patience;
    this.remedy = remedy;
  }

  @Override
  public void run() {
    int seconds = 0;
    while (true) {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
      seconds = MemoryReserve.isSpent() ? seconds + 1 : 0;
      if (seconds == patience) {
        act();
      }
    }
  }

  private void act() {
    MemoryReserve.spend();
    try {
      remedy.run();
    } catch (OutOfMemoryError e) {
      return; // another guard does something that needs less
    }
  }
}
