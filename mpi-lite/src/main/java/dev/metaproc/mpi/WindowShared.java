package dev.metaproc.mpi;

import java.util.Arrays;

/** What all ranks of a window have in common. The gate guards everything but the memory. */
final class WindowShared {
  final String name;
  final WindowMemory[] memories;
  final Meetings fences;
  final Gate gate = new Gate();

  /** By target: how many ranks hold a shared lock; -1 for an exclusive one. */
  final int[] locks;

  /** By target and origin: exposed by post, not yet completed by the origin. */
  final boolean[][] posted;

  /** By target: origins that have not completed yet. */
  final int[] open;

  /** By target: taken while an accumulate runs, which makes it atomic. */
  final Object[] atomic;

  WindowShared(String name, WindowMemory[] memories) {
    int size = memories.length;
    this.name = name;
    this.memories = memories;
    this.fences = new Meetings(name, size);
    this.locks = new int[size];
    this.posted = new boolean[size][size];
    this.open = new int[size];
    this.atomic = new Object[size];
    Arrays.setAll(atomic, any -> new Object());
  }
}
