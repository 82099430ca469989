package dev.metaproc.mpi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * A meeting of few members, each with a core of its own. Every member has a cache line that it
 * alone writes and all others watch, with room for a few bytes of data, so that a meeting takes the
 * time of one cache line from core to core. There are two lines for each, used in turn: whoever is
 * at the next meeting may still be read at the last.
 *
 * <pre>
 *   byte   0..7               8..15   16..63
 *          meetings come to   code    data
 * </pre>
 */
final class FlatBarrier implements Barrier {
  /** More members spend longer watching than counting would take. */
  static final int MAX_MEMBERS = 8;

  /** Data that fit beside the flag. */
  static final int LINE_DATA = 48;

  /** A line and the one beside it, which the processor may fetch along with it. */
  private static final int LINE = 128;

  private static final int CODE = 8;
  private static final int DATA = 16;

  /** Keeps the counters of two members off each other's cache line. */
  private static final int STRIDE = 16;

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

  private final Seat[] seats;
  private final MemorySegment lines;

  /** How many meetings a member has come to; each counts in a line of its own. */
  private final long[] own;

  FlatBarrier(Seat[] seats) {
    this.seats = seats;
    this.lines = Arena.ofAuto().allocate(2L * LINE * seats.length, LINE);
    this.own = new long[STRIDE * (seats.length + 1)];
  }

  private long line(int member, long meeting) {
    return ((meeting & 1) * seats.length + member) * LINE;
  }

  /** Where {@code member} may leave data before it arrives for the next meeting. */
  void put(int member, ElementType type, Object array, int start, int elements) {
    long at = line(member, own[STRIDE * (member + 1)] + 1) + DATA;
    Elements.copyOut(type, array, start, lines, at, elements);
  }

  /** What {@code giver} has put, from element {@code from}, for {@code member} at that meeting. */
  void get(int member, int giver, int from, ElementType type, Object into, int start, int n) {
    long at = line(giver, own[STRIDE * (member + 1)]) + DATA + (long) from * type.bytes();
    Elements.copyIn(type, lines, at, into, start, n);
  }

  @Override
  public boolean arrive(int member, long code) {
    long meeting = ++own[STRIDE * (member + 1)];
    long line = line(member, meeting);
    lines.set(ValueLayout.JAVA_LONG, line + CODE, code);
    LONG.setRelease(lines, line, meeting);
    return false;
  }

  /** A carried thread falls asleep for good; others look again after a while, see {@link Waits}. */
  @Override
  public void announce(int member) {
    for (int i = 0; i < seats.length; i++) {
      if (i != member) {
        if (seats[i].isCarried()) {
          VarHandle.fullFence();
        }
        seats[i].wake();
      }
    }
  }

  @Override
  public void open(int member) {
    throw new IllegalStateException("nobody is last at a flat meeting");
  }

  @Override
  public boolean isOver(int member) {
    long meeting = own[STRIDE * (member + 1)];
    for (int i = 0; i < seats.length; i++) {
      if ((long) LONG.getAcquire(lines, line(i, meeting)) < meeting) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int arrived(int member) {
    long meeting = own[STRIDE * (member + 1)];
    int there = 0;
    for (int i = 0; i < seats.length; i++) {
      there += (long) LONG.getAcquire(lines, line(i, meeting)) >= meeting ? 1 : 0;
    }
    return there;
  }

  @Override
  public long code(int member, int other) {
    return lines.get(ValueLayout.JAVA_LONG, line(other, own[STRIDE * (member + 1)]) + CODE);
  }

  @Override
  public boolean isUnanimous(int member, long code) {
    for (int i = 0; i < seats.length; i++) {
      if (code(member, i) != code) {
        return false;
      }
    }
    return true;
  }
}
