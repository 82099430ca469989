package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/**
 * How many bytes buffered sends of one rank may occupy (MPI-4.1 section 3.6). Java allocates the
 * copies itself; the buffer a program attaches is only counted. Thread-safe.
 */
final class SendBudget {
  /** What one buffered message counts beside its data: {@code MPI.BSEND_OVERHEAD}. */
  static final int OVERHEAD = 128;

  final long capacity;
  private long used;
  private @Nullable DrainOperation drain;

  SendBudget(long capacity) {
    this.capacity = capacity;
  }

  /** False if there is no room. */
  synchronized boolean take(long bytes) {
    if (used + bytes + OVERHEAD > capacity) {
      return false;
    }
    used += bytes + OVERHEAD;
    return true;
  }

  synchronized long used() {
    return used;
  }

  synchronized void release(long bytes) {
    used -= bytes + OVERHEAD;
    completeIfEmpty();
  }

  /** Completes {@code operation} when no buffered message is left. */
  synchronized void drain(DrainOperation operation) {
    drain = operation;
    completeIfEmpty();
  }

  private void completeIfEmpty() {
    if (used == 0 && drain != null) {
      drain.complete();
    }
  }
}
