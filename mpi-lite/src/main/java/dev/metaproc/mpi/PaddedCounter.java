package dev.metaproc.mpi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A counter alone in its cache line: whoever reads its neighbours is not slowed down when it
 * changes. HotSpot orders fields within a class, not across superclasses.
 */
final class PaddedCounter extends PaddedCounterValue {
  private static final VarHandle VALUE;

  static {
    try {
      VALUE = MethodHandles.lookup().findVarHandle(PaddedCounterValue.class, "value", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  long q1;
  long q2;
  long q3;
  long q4;
  long q5;
  long q6;
  long q7;

  long get() {
    return value;
  }

  void set(long to) {
    value = to;
  }

  /** The new value. */
  long increment() {
    return (long) VALUE.getAndAdd(this, 1L) + 1;
  }
}

class PaddedCounterPadding {
  int p0;
  long p1;
  long p2;
  long p3;
  long p4;
  long p5;
  long p6;
  long p7;
}

class PaddedCounterValue extends PaddedCounterPadding {
  volatile long value;
}
