package dev.metaproc.launcher.stdio;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where one thread waits for something that another makes true. It is not a lock: a thread that
 * signals holds nothing, and a thread killed while it waits leaves nothing held.
 *
 * <p>Parks a virtual thread, not its carrier. An interrupt does not end the wait, as it does not
 * end a write to a full pipe; it is there again afterwards.
 */
final class WaitPoint {
  // INVARIANT: stored before the condition is tested, and the condition is made true before this is
  // read, both volatile: one of the two threads sees the other.
  private volatile @Nullable Thread waiter;

  void await(BooleanSupplier condition) {
    boolean interrupted = false;
    waiter = Thread.currentThread();
    try {
      while (!condition.getAsBoolean()) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
    } finally {
      waiter = null;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Call after the condition was made true by a volatile store. */
  void signal() {
    Thread thread = waiter;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }
}
