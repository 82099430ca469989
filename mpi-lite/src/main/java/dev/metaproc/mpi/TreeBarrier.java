package dev.metaproc.mpi;

import dev.metaproc.isolation.scheduler.Carrier;
import dev.metaproc.isolation.scheduler.Errand;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A meeting of many members. Neighbours, who mostly share a carrier, count in groups, so that the
 * counter stays in their core's cache; the last of each group counts at the root; the last of all
 * opens. Every group is woken by its own carrier, where that is a queue append for each member.
 *
 * <pre>
 *   members   0 1 2 3   4 5 6 7   ...
 *   groups     arrived   arrived        last of a group counts at the root
 *   root            arrived             last of all opens: generation + 1
 * </pre>
 */
final class TreeBarrier implements Barrier {
  /** No {@link CallCode}. */
  private static final long MIXED = Long.MIN_VALUE;

  private static final int COUNT = Group.PADDING;
  private static final VarHandle LONG = MethodHandles.arrayElementVarHandle(long[].class);

  private final Seat[] seats;

  private final Group[] groups;
  private final int[] groupOf;

  /** How many groups have come, and behind that what each has passed, all in one cache line. */
  private final long[] root;

  private final PaddedCounter generation = new PaddedCounter();

  /**
   * For {@code seats}.
   *
   * @param groupOf the group of each member, ascending from 0
   */
  TreeBarrier(Seat[] seats, int[] groupOf) {
    this.seats = seats;
    this.groupOf = groupOf;
    this.groups = new Group[groupOf[groupOf.length - 1] + 1];
    this.root = new long[Group.PADDING + 1 + groups.length + Group.PADDING];
    int first = 0;
    for (int i = 1; i <= groupOf.length; i++) {
      if (i == groupOf.length || groupOf[i] != groupOf[first]) {
        groups[groupOf[first]] = new Group(seats, first, i);
        first = i;
      }
    }
  }

  /** Cuts {@code members} neighbours into groups by their place among {@code all} ranks. */
  static int[] groups(RankGroup members, int all, int carriers) {
    int[] groupOf = new int[members.size()];
    long previous = -1;
    int group = -1;
    for (int i = 0; i < groupOf.length; i++) {
      long home = (long) members.worldRank(i) * carriers / all;
      if (home != previous) {
        group++;
        previous = home;
      }
      groupOf[i] = group;
    }
    return groupOf;
  }

  @Override
  public boolean arrive(int member, long code) {
    Group group = groups[groupOf[member]];
    long meeting = generation.get();
    seats[member].ticket = meeting;
    group.codes[Group.PADDING + member - group.first] = code;
    if (!group.count(meeting)) {
      return false;
    }
    root[COUNT + 1 + groupOf[member]] = group.common();
    return (long) LONG.getAndAdd(root, COUNT, 1L) + 1 == (meeting + 1) * groups.length;
  }

  /** Nobody sleeps on this but until {@link #open}. */
  @Override
  public void announce(int member) {}

  @Override
  public void open(int member) {
    generation.set(generation.get() + 1);
    for (Group each : groups) {
      each.release(member);
    }
  }

  @Override
  public boolean isOver(int member) {
    return generation.get() != seats[member].ticket;
  }

  @Override
  public int arrived(int member) {
    int there = 0;
    for (Group each : groups) {
      there += each.arrived(seats[member].ticket);
    }
    return there;
  }

  @Override
  public long code(int member, int other) {
    Group group = groups[groupOf[other]];
    return group.codes[Group.PADDING + other - group.first];
  }

  @Override
  public boolean isUnanimous(int member, long code) {
    for (int i = 0; i < groups.length; i++) {
      if (root[COUNT + 1 + i] != code) {
        return false;
      }
    }
    return true;
  }

  /** Neighbours; as an errand it wakes those that sleep. */
  private static final class Group extends Errand {
    /** Longs that keep two groups' codes off each other's cache line. */
    static final int PADDING = 8;

    final int first;
    final long[] codes;
    private final Seat[] seats;
    private final int end;
    private final PaddedCounter arrived = new PaddedCounter();

    Group(Seat[] seats, int first, int end) {
      this.seats = seats;
      this.first = first;
      this.end = end;
      this.codes = new long[PADDING + end - first + PADDING];
    }

    int size() {
      return end - first;
    }

    /** Is the caller the last? The counter goes on from one meeting to the next. */
    boolean count(long meeting) {
      return arrived.increment() == (meeting + 1) * size();
    }

    int arrived(long meeting) {
      return (int) Math.min(size(), arrived.get() - meeting * size());
    }

    /** What all have passed, or MIXED. */
    long common() {
      long first = codes[PADDING];
      for (int i = 1; i < size(); i++) {
        if (codes[PADDING + i] != first) {
          return MIXED;
        }
      }
      return first;
    }

    void release(int opener) {
      Carrier home = seats[first].home();
      if (home == null || home == Carrier.current()) {
        releaseAllBut(opener);
      } else {
        home.ask(this);
      }
    }

    /** On the home carrier, where the opener is not. */
    @Override
    protected void run() {
      releaseAllBut(-1);
    }

    private void releaseAllBut(int opener) {
      for (int i = first; i < end; i++) {
        if (i != opener) {
          seats[i].release();
        }
      }
    }
  }
}
