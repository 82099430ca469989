package dev.metaproc.mpi;

import dev.metaproc.isolation.scheduler.CarriedThread;
import dev.metaproc.isolation.scheduler.Carrier;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One rank's place in a {@link Gathering}; only that rank's thread changes it. What others look at,
 * to wake it, is in another cache line than what it writes in every collective.
 */
final class Seat extends SeatOwn implements Awaited {
  private final Gathering gathering;
  private final Barrier barrier;
  private final int member;
  private final int looksAround;
  long q1;
  long q2;
  long q3;
  long q4;
  long q5;
  long q6;
  long q7;

  /**
   * A place.
   *
   * @param looksAround how often to look for the others before {@link Barrier#announce}
   */
  Seat(Gathering gathering, Barrier barrier, int member, int looksAround) {
    this.gathering = gathering;
    this.barrier = barrier;
    this.member = member;
    this.looksAround = looksAround;
  }

  /**
   * False if another thread of the rank is in a collective of the same communicator. Two that come
   * at the very same time may both be let in: to exclude that would make every collective slower.
   */
  boolean sit(MpiRank rank) {
    if (taken != 0) {
      return false;
    }
    taken = 1;
    Sleeper me = rank.waits().caller();
    if (sleeper != me) {
      sleeper = me; // others read what lies beside it
    }
    return true;
  }

  void rise() {
    taken = 0;
  }

  /** Which of the two states in turn this collective uses; all ranks agree on it. */
  int nextParity() {
    return (int) (collectives++ & 1);
  }

  /** What {@link #nextParity} last said; a guess on other threads. */
  int parity() {
    return (int) ((collectives + 1) & 1);
  }

  /** Tells the others, and waits for them. */
  boolean arrive(long code) {
    return barrier.arrive(member, code);
  }

  void await(MpiRank rank) {
    int looks = 0;
    while (!barrier.isOver(member) && looks++ < looksAround) {
      Thread.onSpinWait();
    }
    barrier.announce(member);
    if (!barrier.isOver(member)) {
      rank.waits().await(this, Objects.requireNonNull(sleeper));
    }
  }

  /** Wakes the rank's thread if it sleeps. */
  void wake() {
    if (asleep) {
      wakeAnyway();
    }
  }

  /** As {@link #wake}, for a meeting that all have come to: who is carried has said nothing. */
  void release() {
    if (asleep || isCarried()) {
      wakeAnyway();
    }
  }

  private void wakeAnyway() {
    Sleeper who = sleeper;
    if (who != null) {
      who.wake();
    }
  }

  boolean isCarried() {
    return home() != null;
  }

  /** The carrier of the thread that waits here, or did so last. */
  @Nullable Carrier home() {
    Sleeper who = sleeper;
    CarriedThread carried = who == null ? null : who.carried();
    return carried == null ? null : carried.home();
  }

  @Override
  public boolean isDone() {
    return barrier.isOver(member);
  }

  /** A message that comes meanwhile can wait: whoever needs it matched does it himself. */
  @Override
  public void advance() {}

  @Override
  public boolean wantsMessages() {
    return false;
  }

  /** Who is carried is woken by {@link #release} in any case, and is spared the fences. */
  @Override
  public void wake(@Nullable Sleeper who) {
    if (looksAround > 0 || !isCarried()) {
      asleep = who != null;
    }
  }

  @Override
  public String describe() {
    return gathering.describe(member);
  }
}

class SeatPadding {
  int p0;
  long p1;
  long p2;
  long p3;
  long p4;
  long p5;
  long p6;
  long p7;
}

class SeatShared extends SeatPadding {
  volatile boolean asleep;

  /** Published by the member's arrival. */
  @Nullable Sleeper sleeper;
}

class SeatMorePadding extends SeatShared {
  long r1;
  long r2;
  long r3;
  long r4;
  long r5;
  long r6;
  long r7;
}

class SeatOwn extends SeatMorePadding {
  /** 0 or 1. */
  long taken;

  long collectives;

  /** The barrier's generation when the member came. */
  long ticket;
}
