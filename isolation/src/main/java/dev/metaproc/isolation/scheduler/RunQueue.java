package dev.metaproc.isolation.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A first-in first-out queue of thread numbers: one owner appends, the owner and thieves take. It
 * holds numbers rather than references because storing a reference costs G1's write barrier, which
 * is a fence, and marks cards that other carriers read.
 *
 * <pre>
 *   taken ... | head ... runnable ... | tail ... free
 * </pre>
 *
 * INVARIANT: a slot is written again only after head has passed it, so a thief that read an old
 * number fails to advance head.
 */
final class RunQueue extends RunQueueTail {
  static final int EMPTY = -1;

  private static final VarHandle HEAD;
  private static final VarHandle TAIL;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      HEAD = lookup.findVarHandle(RunQueueHead.class, "head", long.class);
      TAIL = lookup.findVarHandle(RunQueueTail.class, "tail", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int[] slots = new int[64];

  /** Owner only. */
  void append(int thread) {
    long end = tail;
    int[] ring = slots;
    if (end - head >= ring.length) {
      ring = grown(ring, end);
    }
    ring[(int) end & (ring.length - 1)] = thread;
    TAIL.setRelease(this, end + 1);
  }

  private int[] grown(int[] old, long end) {
    int[] larger = new int[2 * old.length];
    for (long i = head; i < end; i++) {
      larger[(int) i & (larger.length - 1)] = old[(int) i & (old.length - 1)];
    }
    slots = larger;
    return larger;
  }

  /** The oldest, or {@link #EMPTY}. Anybody. */
  int take() {
    while (true) {
      long start = head;
      if (start >= (long) TAIL.getAcquire(this)) {
        return EMPTY;
      }
      int[] ring = slots;
      int thread = ring[(int) start & (ring.length - 1)];
      if (HEAD.compareAndSet(this, start, start + 1)) {
        return thread;
      }
    }
  }

  boolean isEmpty() {
    return head >= (long) TAIL.getAcquire(this);
  }

  /** How many were ever taken: who sees no change of it sees a busy or an idle carrier. */
  long taken() {
    return head;
  }
}

class RunQueuePadding {
  int p0;
  long p1;
  long p2;
  long p3;
  long p4;
  long p5;
  long p6;
  long p7;
}

class RunQueueHead extends RunQueuePadding {
  volatile long head;
}

class RunQueueTail extends RunQueueHead {
  long tail;
  long q1;
  long q2;
  long q3;
  long q4;
  long q5;
  long q6;
  long q7;
}
