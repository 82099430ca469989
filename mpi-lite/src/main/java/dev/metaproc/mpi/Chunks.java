package dev.metaproc.mpi;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Elements to be worked on, in chunks that whoever has a core claims one after the other: work is
 * divided among the cores, however many ranks there are. Thread-safe.
 */
final class Chunks {
  /** No chunk is left. */
  static final int NONE = -1;

  private final int total;
  private final int size;
  private final AtomicInteger claimed = new AtomicInteger();

  /** {@code total} elements in chunks of {@code size}; the last may be shorter. */
  Chunks(int total, int size) {
    this.total = total;
    this.size = size;
  }

  /** The first element of a chunk that nobody else gets; {@link #NONE}. */
  int claim() {
    long start = (long) claimed.getAndIncrement() * size;
    return start < total ? (int) start : NONE;
  }

  /** Of the chunk that begins there. */
  int length(int start) {
    return Math.min(size, total - start);
  }

  int count() {
    return (int) (((long) total + size - 1) / size);
  }
}
