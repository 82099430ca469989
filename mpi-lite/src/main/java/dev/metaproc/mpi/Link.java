package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/** An element of a {@link LinkedRow}; in at most one row at a time. */
abstract class Link<T extends Link<T>> {
  @Nullable T next;
  @Nullable T previous;
  boolean linked;

  /** For {@link Bins}. */
  int hash;
}
