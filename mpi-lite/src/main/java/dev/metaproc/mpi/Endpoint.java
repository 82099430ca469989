package dev.metaproc.mpi;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where one rank's messages arrive and are matched. Matching belongs to the receiver, but any
 * thread may do it, holding the progress lock: the receiver while it waits, or a sender when the
 * receiver is parked, so that the data go straight from buffer to buffer and the right thread is
 * woken.
 *
 * <p>INVARIANT: the progress lock is never held across a wait, nor while a large message is copied.
 *
 * <p>INVARIANT: no message is forgotten. A sender pushes, then looks for sleepers; a waiter counts
 * itself asleep, then looks into the inbox; whoever gives the lock back looks into the inbox again,
 * for a push whose sender found the lock taken.
 */
final class Endpoint {
  private static final int SPINS_FOR_LOCK = 64;

  /** From here on a second copy costs more than matching for a receiver that is awake. */
  private static final int DIRECT_BYTES = 512;

  private final Inbox inbox = new Inbox();
  private final AtomicBoolean locked = new AtomicBoolean();
  private final Matching matching = new Matching();
  private final Waits waits;

  Endpoint(Waits waits) {
    this.waits = waits;
  }

  /**
   * Brings a message whose data are still in the sender's buffer. Afterwards they have been taken,
   * or copied, unless the message completes a send operation.
   */
  void send(Message message) {
    if (matchesForReceiver(message) && tryLock()) {
      deliver(matchLastOf(message));
    } else {
      message.detach();
      inbox.push(message);
      if (!waits.anyAsleep()) {
        return;
      }
    }
    progress();
  }

  /** A receiver that waits has posted a receive, into which the data may go at once. */
  private boolean matchesForReceiver(Message message) {
    return waits.anyAsleep() || message.bytes() > DIRECT_BYTES;
  }

  /** Matches what has arrived, unless another thread is at it. */
  void progress() {
    while (!inbox.isEmpty() && tryLock()) {
      deliver(matchArrivedAndUnlock());
    }
  }

  /** Completes the receive with a message that is already there, or posts it. */
  void post(ReceiveOperation receive) {
    lock();
    Message chain = null;
    try {
      chain = matchArrived();
      Message found = matching.find(receive.pattern);
      if (found == null) {
        matching.post(receive);
      } else {
        matching.remove(found);
        found.match = receive;
        found.next = chain;
        chain = found;
      }
    } finally {
      unlock();
    }
    deliver(chain);
    progress();
  }

  /** Completes the probe with a message that is already there, or posts it if told to. */
  void probe(ProbeOperation probe, boolean post) {
    lock();
    Message chain = null;
    try {
      chain = matchArrived();
      Message found = matching.find(probe.pattern);
      if (found != null) {
        if (probe.isMatched()) {
          matching.remove(found);
        }
        probe.saw(found);
      } else if (post) {
        matching.post(probe);
      }
    } finally {
      unlock();
    }
    deliver(chain);
    progress();
  }

  /** Takes back a message that was not matched yet. */
  boolean withdraw(Message message) {
    return withdrawing(() -> matching.remove(message));
  }

  boolean withdraw(ReceiveOperation receive) {
    return withdrawing(() -> matching.remove(receive));
  }

  boolean withdraw(ProbeOperation probe) {
    return withdrawing(() -> matching.remove(probe));
  }

  private boolean withdrawing(BooleanSupplier removal) {
    lock();
    Message chain = null;
    boolean removed;
    try {
      chain = matchArrived();
      removed = removal.getAsBoolean();
    } finally {
      unlock();
    }
    deliver(chain);
    progress();
    return removed;
  }

  /**
   * Matches the inbox, then {@code message}, which is younger than all in it; gives the lock back.
   */
  private @Nullable Message matchLastOf(Message message) {
    try {
      Message chain = matchArrived();
      return match(message, chain);
    } finally {
      unlock();
    }
  }

  private @Nullable Message matchArrivedAndUnlock() {
    try {
      return matchArrived();
    } finally {
      unlock();
    }
  }

  private @Nullable Message matchArrived() {
    Message chain = null;
    Message arrived = inbox.takeAll();
    while (arrived != null) {
      Message following = arrived.next;
      chain = match(arrived, chain);
      arrived = following;
    }
    return chain;
  }

  /** Puts {@code message} before {@code chain} if a receive takes it; else keeps it. */
  private @Nullable Message match(Message message, @Nullable Message chain) {
    ReceiveOperation receive = matching.takeReceive(message);
    if (receive == null) {
      message.detach();
      matching.keep(message);
      return chain;
    }
    message.match = receive;
    message.next = chain;
    return message;
  }

  /** Copies and completes, outside the lock. */
  private static void deliver(@Nullable Message chain) {
    for (Message each = chain; each != null; each = each.next) {
      ReceiveOperation receive = each.match;
      if (receive != null) {
        receive.accept(each);
        each.settled();
        receive.complete();
      }
    }
  }

  private boolean tryLock() {
    return !locked.get() && locked.compareAndSet(false, true);
  }

  @SuppressWarnings("ThreadPriorityCheck") // the holder may need this very core to go on
  private void lock() {
    for (int spins = 0; !tryLock(); spins++) {
      if (spins < SPINS_FOR_LOCK) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  private void unlock() {
    locked.set(false);
  }
}
