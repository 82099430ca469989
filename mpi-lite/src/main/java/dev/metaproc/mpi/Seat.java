package dev.metaproc.mpi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One rank's place in a {@link Gathering}; only that rank's thread changes it. What others look at,
 * to wake it, is in another cache line than what it writes in every collective.
 */
final class Seat extends SeatOwn implements Awaited {
  private static final VarHandle TAKEN;

  static {
    try {
      TAKEN = MethodHandles.lookup().findVarHandle(SeatOwn.class, "taken", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

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

  /** False if another thread of the rank is in a collective of the same communicator. */
  boolean sit(MpiRank rank) {
    if (!TAKEN.compareAndSet(this, false, true)) {
      return false;
    }
    if (owner != rank) {
      owner = rank; // others read what lies beside it
    }
    return true;
  }

  void rise() {
    TAKEN.setRelease(this, false);
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
      rank.waits().await(this);
    }
  }

  /** Wakes the rank's thread if it sleeps. */
  void wake() {
    if (asleep) {
      Sleeper who = sleeper;
      if (who != null) {
        who.wake();
      }
    }
  }

  @Nullable Sleeper main() {
    MpiRank rank = owner;
    return rank == null ? null : rank.waits().main();
  }

  @Override
  public boolean isDone() {
    return barrier.isOver(member);
  }

  @Override
  public void advance() {
    MpiRank rank = owner;
    if (rank != null) {
      rank.endpoint().progress();
    }
  }

  @Override
  public boolean wantsMessages() {
    return false;
  }

  @Override
  public void wake(@Nullable Sleeper who) {
    if (who == null) {
      asleep = false;
      return;
    }
    if (sleeper != who) {
      sleeper = who;
    }
    asleep = true;
  }

  @Override
  public String describe() {
    return gathering.describe(member);
  }
}

class SeatPadding {
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
  volatile @Nullable Sleeper sleeper;
  volatile @Nullable MpiRank owner;
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
  volatile boolean taken;
  long collectives;

  /** The barrier's generation when the member came. */
  long ticket;
}
