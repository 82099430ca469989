package dev.metaproc.mpi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Where senders leave small messages for one rank. A message is one cache line, written once by its
 * sender and read once by its receiver, and so costs what one line costs from core to core:
 *
 * <pre>
 *   byte   0..7       8..11     12..15   16..19   20..21     22..23   24..63
 *          position   context   source   tag      elements   type     data
 * </pre>
 *
 * A line is full when its position, written last, is the one expected there. Before the lines come
 * three of counters: {@code tail}, which senders advance to claim a line, with the {@code limit} up
 * to which they may, so that they rarely look at the receiver's; {@code head}, the receiver's own;
 * and {@code consumed}, the head as senders may know it.
 *
 * <p>Outside the heap, because there a line begins at a cache line. Sending is lock-free; what
 * receives is guarded by the endpoint's progress lock.
 */
final class Ring extends RingPadding {
  /** Bytes of data that fit into a message. */
  static final int DATA_BYTES = 40;

  /** No line. */
  static final long NONE = -1;

  private static final int LINE = 64;
  private static final int TAIL = 0;
  private static final int LIMIT = 8;
  private static final int HEAD = 2 * LINE;
  private static final int CONSUMED = 4 * LINE;
  private static final int LINES = 6 * LINE;

  private static final int CONTEXT = 8;
  private static final int SOURCE = 12;
  private static final int TAG = 16;
  private static final int ELEMENTS = 20;
  private static final int TYPE = 22;
  private static final int DATA = 24;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT;
  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final ElementType[] TYPES = ElementType.values();

  private final MemorySegment memory;
  private final int lines;

  /** All read the fields above; the object that follows in memory may be written often. */
  long q1;

  long q2;
  long q3;
  long q4;
  long q5;
  long q6;
  long q7;

  /** A ring of so many lines, a power of two. */
  Ring(int lines) {
    this.lines = lines;
    this.memory = Arena.ofAuto().allocate(LINES + (long) LINE * lines, 2L * LINE);
    LONG.set(memory, (long) LIMIT, (long) lines);
  }

  /**
   * Leaves a message. A reader sees it soon; a caller that must know when needs a fence.
   *
   * @param alone whether no other thread ever sends
   * @return the message's position; {@link #NONE} if there is no room
   */
  @SuppressWarnings("EnumOrdinal") // a dense number is wanted, within one JVM
  long offer(
      boolean alone,
      int context,
      int source,
      int tag,
      ElementType type,
      Object array,
      int start,
      int elements) {
    long position = claim(alone);
    if (position == NONE) {
      return NONE;
    }
    long line = line(position);
    memory.set(INT, line + CONTEXT, context);
    memory.set(INT, line + SOURCE, source);
    memory.set(INT, line + TAG, tag);
    memory.set(SHORT, line + ELEMENTS, (short) elements);
    memory.set(SHORT, line + TYPE, (short) type.ordinal());
    Elements.copyOut(type, array, start, memory, line + DATA, elements);
    LONG.setRelease(memory, line, position + 1);
    return position;
  }

  private long claim(boolean alone) {
    while (true) {
      long tail = (long) LONG.getVolatile(memory, (long) TAIL);
      if (tail >= (long) LONG.getOpaque(memory, (long) LIMIT)) {
        long limit = (long) LONG.getAcquire(memory, (long) CONSUMED) + lines;
        if (tail >= limit) {
          return NONE;
        }
        LONG.setOpaque(memory, (long) LIMIT, limit);
      }
      if (alone) {
        LONG.setOpaque(memory, (long) TAIL, tail + 1);
        return tail;
      }
      if (LONG.compareAndSet(memory, (long) TAIL, tail, tail + 1)) {
        return tail;
      }
    }
  }

  private long line(long position) {
    return LINES + (position & (lines - 1)) * LINE;
  }

  /** Is no message ready? A guess unless the progress lock is held. */
  boolean isEmpty() {
    long head = (long) LONG.getOpaque(memory, (long) HEAD);
    return (long) LONG.getVolatile(memory, line(head)) != head + 1;
  }

  /** Has a sender claimed a line and not yet filled it? */
  boolean isBeingFilled() {
    return (long) LONG.get(memory, (long) HEAD) < (long) LONG.getVolatile(memory, (long) TAIL);
  }

  /** The oldest message's line; {@link #NONE} if none is ready. */
  long first() {
    long head = (long) LONG.get(memory, (long) HEAD);
    long line = line(head);
    return (long) LONG.getAcquire(memory, line) == head + 1 ? line : NONE;
  }

  /** Gives the oldest message's line back to the senders. */
  void remove() {
    long head = (long) LONG.get(memory, (long) HEAD) + 1;
    LONG.setOpaque(memory, (long) HEAD, head);
    if ((head & (lines / 4 - 1)) == 0) {
      LONG.setRelease(memory, (long) CONSUMED, head);
    }
  }

  /** Of the oldest message, as {@link #offer} returned it. */
  long position() {
    return (long) LONG.get(memory, (long) HEAD);
  }

  int context(long line) {
    return memory.get(INT, line + CONTEXT);
  }

  int source(long line) {
    return memory.get(INT, line + SOURCE);
  }

  int tag(long line) {
    return memory.get(INT, line + TAG);
  }

  int elements(long line) {
    return memory.get(SHORT, line + ELEMENTS);
  }

  ElementType type(long line) {
    return TYPES[memory.get(SHORT, line + TYPE)];
  }

  /** Is it a message for such a receive, with room for so many elements of that type? */
  boolean isFor(long line, int context, int source, int tag, ElementType type, int room) {
    return context(line) == context
        && (source == Wildcards.ANY_SOURCE || source(line) == source)
        && (tag == Wildcards.ANY_TAG || tag(line) == tag)
        && elements(line) <= room
        && type(line) == type;
  }

  /** Of a message that {@link SmallReceipt} can tell of. */
  long receipt(long line) {
    return SmallReceipt.of(source(line), elements(line), tag(line));
  }

  /** Copies a message's data. */
  void copyTo(long line, Object array, int start) {
    Elements.copyIn(type(line), memory, line + DATA, array, start, elements(line));
  }

  /** A message's data in an array of their own. */
  Region copy(long line) {
    int elements = elements(line);
    ElementType type = type(line);
    Object array = type.newArray(elements);
    copyTo(line, array, 0);
    return Region.contiguous(type, array, 0, elements);
  }
}

class RingPadding {
  int p0;
  long p1;
  long p2;
  long p3;
  long p4;
  long p5;
  long p6;
  long p7;
}
