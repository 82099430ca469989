package dev.metaproc.mpi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How many threads of a rank sleep until a message comes. Senders look at it after every message,
 * so it is alone in its cache line: what the rank writes elsewhere must not slow them down. HotSpot
 * orders fields within a class, not across superclasses.
 */
final class AsleepCount extends AsleepFields {
  private static final VarHandle MAIN;
  private static final VarHandle OTHERS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MAIN = lookup.findVarHandle(AsleepFields.class, "main", long.class);
      OTHERS = lookup.findVarHandle(AsleepFields.class, "others", long.class);
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

  /** The main thread needs no atomic counting. */
  void enter(boolean isMain) {
    if (isMain) {
      MAIN.setVolatile(this, 1L);
    } else {
      OTHERS.getAndAdd(this, 1L);
    }
  }

  void leave(boolean isMain) {
    if (isMain) {
      MAIN.setRelease(this, 0L);
    } else {
      OTHERS.getAndAdd(this, -1L);
    }
  }

  boolean isMainAlone() {
    return main != 0 && others == 0;
  }

  boolean isPositive() {
    return (main | others) != 0;
  }
}

class AsleepPadding {
  int p0;
  long p1;
  long p2;
  long p3;
  long p4;
  long p5;
  long p6;
  long p7;
}

class AsleepFields extends AsleepPadding {
  /** 0 or 1. */
  volatile long main;

  volatile long others;
}
