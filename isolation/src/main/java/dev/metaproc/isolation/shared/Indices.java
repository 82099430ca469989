package dev.metaproc.isolation.shared;

import java.util.BitSet;

/**
 * Positions in the tables of programs. They are unique in the JVM, so that a thread which strays
 * into another image finds nothing there rather than a holder of the wrong class. Thread-safe.
 */
final class Indices {
  private final BitSet taken = new BitSet();

  /** The lowest free one: tables are as long as the highest index they hold. */
  synchronized int take() {
    int index = taken.nextClearBit(0);
    taken.set(index);
    return index;
  }

  synchronized void giveBack(int index) {
    taken.clear(index);
  }
}
