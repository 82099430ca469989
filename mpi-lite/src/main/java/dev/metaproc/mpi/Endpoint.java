package dev.metaproc.mpi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where one rank's messages arrive and are matched. Matching belongs to the receiver, but any
 * thread may do it, holding the progress lock.
 *
 * <p>A small message goes through the {@link Ring} to a receiver that is awake, which matches it
 * when it gets there. For a receiver that sleeps, and for anything larger, the sender matches: data
 * go straight from buffer to buffer, and the right thread is woken. Whoever matches takes what is
 * in the ring first, so that no message overtakes another of its sender.
 *
 * <p>A receiver that sleeps alone on another carrier is only woken and matches for itself: its
 * queues are in its core's cache.
 *
 * <p>INVARIANT: the progress lock is never held across a wait, nor while a large message is copied.
 *
 * <p>INVARIANT: no message is forgotten. A sender fills a line of the ring, then looks for
 * sleepers; a waiter counts itself asleep, then looks into the ring; whoever gives the lock back
 * looks into the ring again, for a sender that found the lock taken.
 */
final class Endpoint extends EndpointLock {
  /** What a small message that was matched at once has in place of a position. */
  static final long MATCHED = -1;

  /** Of {@link #takeSmall}: the next message is not there yet. */
  static final long NOT_YET = -2;

  /** In place of a rank. */
  static final int NOBODY = -1;

  /** Who may use the ring. */
  private enum Senders {
    /** Nobody, as long as it is not known how the rank will sleep. */
    NONE,
    /** One thread: no other ever claims a line, and a sleeper looks again after a while. */
    ONE,
    /** All: each fences before it looks for sleepers. */
    ALL
  }

  private static final int SPINS_FOR_LOCK = 64;
  private static final VarHandle LOCKED;
  private static final VarHandle RING;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      LOCKED = lookup.findVarHandle(EndpointLockField.class, "locked", long.class);
      RING = lookup.findVarHandle(Endpoint.class, "ring", Ring.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Matching matching = new Matching();
  private final Waits waits;
  private final AsleepCount asleep;
  private final int lines;

  /** The rank whose main thread is the only one to use the ring, if one is; else NOBODY. */
  private final int peer;

  /** NONE to ONE or ALL, once. */
  private volatile Senders senders;

  /** Made by the first sender: most ranks of a large job hear from few others. */
  private volatile @Nullable Ring ring;

  /** Senders read the fields above; the object that follows in memory may be written often. */
  long r1;

  long r2;
  long r3;
  long r4;
  long r5;
  long r6;
  long r7;

  /**
   * For one rank.
   *
   * @param lines of the ring, a power of two
   * @param peer the only other rank, if both have a core; else {@link #NOBODY}
   */
  Endpoint(Waits waits, int lines, int peer) {
    this.waits = waits;
    this.asleep = waits.asleep();
    this.lines = lines;
    this.peer = peer;
    this.senders = peer == NOBODY ? Senders.ALL : Senders.NONE;
  }

  /**
   * The rank's main thread is known.
   *
   * @param looksAgain whether it and all others of the rank that fall asleep look again after a
   *     while, see {@link Waits}
   */
  void opened(boolean looksAgain) {
    if (senders == Senders.NONE) {
      senders = looksAgain ? Senders.ONE : Senders.ALL;
    }
  }

  /**
   * Brings a message of at most {@link Ring#DATA_BYTES}, whose data it has taken when it returns.
   *
   * @return for {@link #withdraw(long)}
   */
  long sendSmall(
      MpiRank sender,
      int context,
      int source,
      int tag,
      ElementType type,
      Object array,
      int start,
      int elements) {
    boolean alone = senders == Senders.ONE;
    if (alone ? !isPeer(sender) : senders == Senders.NONE) {
      lock();
      return matchSmall(context, source, tag, type, array, start, elements);
    }
    boolean isFar = asleep.isPositive() && waits.sleepsFarAway();
    if (!isFar && asleep.isPositive() && tryLock()) {
      return matchSmall(context, source, tag, type, array, start, elements);
    }
    Ring lines = ring();
    long position = lines.offer(alone, context, source, tag, type, array, start, elements);
    while (position == Ring.NONE) {
      lock();
      takeArrivedAndUnlock();
      position = lines.offer(alone, context, source, tag, type, array, start, elements);
    }
    if (!alone) {
      VarHandle.fullFence();
    }
    if (isFar) {
      waits.wakeMain();
    } else if (asleep.isPositive()) {
      progress();
    }
    return position;
  }

  private boolean isPeer(MpiRank sender) {
    return sender.number() == peer && sender.waits().isMainCalling();
  }

  private long matchSmall(
      int context, int source, int tag, ElementType type, Object array, int start, int elements) {
    long position = MATCHED;
    try {
      takeAllSent();
      ReceiveOperation receive = matching.takeReceive(context, source, tag);
      if (receive == null) {
        Region copy = Region.contiguous(type, array, start, elements).packed();
        position = matching.keepSmall(context, source, tag, copy);
      } else {
        receive.acceptSmall(source, tag, type, array, start, elements);
        receive.complete();
      }
    } finally {
      unlock();
    }
    progress();
    return position;
  }

  /**
   * Brings a message whose data are still in the sender's buffer. Afterwards they have been taken,
   * or copied, unless the message completes a send operation.
   */
  void send(Message message) {
    lock();
    ReceiveOperation receive;
    try {
      takeAllSent();
      receive = matching.takeReceive(message.context, message.source, message.tag);
      if (receive == null) {
        message.detach();
        matching.keep(message);
      }
    } finally {
      unlock();
    }
    deliver(message, receive);
    progress();
  }

  /** Matches what has arrived, unless another thread is at it. */
  void progress() {
    Ring lines = ring;
    while (lines != null && !lines.isEmpty() && tryLock()) {
      takeArrivedAndUnlock();
    }
  }

  /** Is there a message to match? */
  boolean hasArrived() {
    Ring lines = ring;
    return lines != null && !lines.isEmpty();
  }

  /**
   * Receives the message that is next in the ring, if it is such a one.
   *
   * @return a {@link SmallReceipt}; its NONE if it is another, so that a receive has to be posted;
   *     {@link #NOT_YET}
   */
  long takeSmall(
      int context, int source, int tag, ElementType type, Object into, int start, int room) {
    Ring lines = ring;
    if (lines == null || lines.isEmpty()) {
      return NOT_YET;
    }
    if (!tryLock()) {
      return SmallReceipt.NONE;
    }
    long receipt = SmallReceipt.NONE;
    try {
      long line = lines.first();
      if (line != Ring.NONE
          && !matching.holdsAny()
          && lines.isFor(line, context, source, tag, type, room)) {
        receipt = lines.receipt(line);
        lines.copyTo(line, into, start);
        lines.remove();
      }
    } finally {
      leave();
    }
    return receipt;
  }

  /**
   * Gives the lock back. Another sender may have come while it was held, and found nobody awake to
   * leave its message to.
   */
  private void leave() {
    if (senders == Senders.ONE) {
      LOCKED.setRelease(this, 0L);
    } else {
      unlock();
    }
    if (asleep.isPositive()) {
      progress();
    }
  }

  /**
   * Completes the receive with a message that nobody has asked for before, or posts it. Messages in
   * the ring come later than those, and are matched when somebody next looks.
   */
  void post(ReceiveOperation receive) {
    lock();
    Message found;
    try {
      found = matching.find(receive);
      if (found == null) {
        matching.post(receive);
      } else {
        matching.remove(found);
      }
    } finally {
      leave();
    }
    if (found != null) {
      deliver(found, receive);
    }
  }

  /** Completes the probe with a message that is already there, or posts it if told to. */
  void probe(ProbeOperation probe, boolean post) {
    lock();
    try {
      takeArrived();
      Message found = matching.find(probe);
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
    progress();
  }

  /** Takes back a message that was not matched yet. */
  boolean withdraw(Message message) {
    return withdrawing(() -> matching.remove(message));
  }

  /** Takes back a small message that was not matched yet. */
  boolean withdraw(long position) {
    return position != MATCHED && withdrawing(() -> matching.removeSmall(position));
  }

  boolean withdraw(ReceiveOperation receive) {
    return withdrawing(() -> matching.remove(receive));
  }

  boolean withdraw(ProbeOperation probe) {
    return withdrawing(() -> matching.remove(probe));
  }

  private boolean withdrawing(BooleanSupplier removal) {
    lock();
    boolean removed;
    try {
      takeArrived();
      removed = removal.getAsBoolean();
    } finally {
      unlock();
    }
    progress();
    return removed;
  }

  private void takeArrivedAndUnlock() {
    try {
      takeArrived();
    } finally {
      unlock();
    }
  }

  /**
   * Matches all that was sent before this call: the caller is about to match a message that must
   * not overtake its sender's earlier ones, which may wait in the ring behind a line that another
   * sender is just filling.
   */
  @SuppressWarnings("ThreadPriorityCheck") // that sender may need this very core to go on
  private void takeAllSent() {
    takeArrived();
    Ring lines = ring;
    for (int spins = 0; lines != null && lines.isBeingFilled(); spins++) {
      if (spins < SPINS_FOR_LOCK) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
      takeArrived();
    }
  }

  /** Matches what is in the ring. */
  private void takeArrived() {
    Ring lines = ring;
    if (lines == null) {
      return;
    }
    for (long line = lines.first(); line != Ring.NONE; line = lines.first()) {
      int source = lines.source(line);
      int tag = lines.tag(line);
      ReceiveOperation receive = matching.takeReceive(lines.context(line), source, tag);
      if (receive == null) {
        long position = lines.position();
        matching.keep(new Message(lines.context(line), source, tag, lines.copy(line), position));
      } else {
        receive.acceptSmall(lines, line);
        receive.complete();
      }
      lines.remove();
    }
  }

  /** Copies and completes, outside the lock. */
  private static void deliver(Message message, @Nullable ReceiveOperation receive) {
    if (receive != null) {
      receive.accept(message);
      message.settled();
      receive.complete();
    }
  }

  private Ring ring() {
    Ring made = ring;
    if (made != null) {
      return made;
    }
    RING.compareAndSet(this, (Ring) null, new Ring(lines));
    return Objects.requireNonNull(ring);
  }

  private boolean tryLock() {
    return locked == 0 && LOCKED.compareAndSet(this, 0L, 1L);
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
    LOCKED.setVolatile(this, 0L);
  }
}

class EndpointPadding {
  int p0;
  long p1;
  long p2;
  long p3;
  long p4;
  long p5;
  long p6;
  long p7;
}

/**
 * Away from what senders read. A long, because HotSpot fills gaps beside smaller fields with those
 * of subclasses; the padding begins with an int for the gap behind the object's header.
 */
class EndpointLockField extends EndpointPadding {
  /** 0 or 1. */
  volatile long locked;
}

class EndpointLock extends EndpointLockField {
  long q1;
  long q2;
  long q3;
  long q4;
  long q5;
  long q6;
  long q7;
}
