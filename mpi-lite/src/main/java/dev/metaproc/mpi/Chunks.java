package dev.metaproc.mpi;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Elements to be worked on, in chunks that whoever has a core claims one after the other: work is
 * divided among the cores, however many ranks there are. Thread-safe.
 */
final class Chunks {
  /** No chunk is left. */
  static final long NONE = -1;

  private final long total;
  private final int size;
  private final AtomicInteger claimed = new AtomicInteger();

  /** {@code total} elements in chunks of {@code size}; the last may be shorter. */
  Chunks(long total, int size) {
    this.total = total;
    this.size = size;
  }

  /** The first element of a chunk that nobody else gets; {@link #NONE}. */
  long claim() {
    long start = (long) claimed.getAndIncrement() * size;
    return start < total ? start : NONE;
  }

  /** Of the chunk that begins there. */
  int length(long start) {
    return (int) Math.min(size, total - start);
  }

  int count() {
    return (int) ((total + size - 1) / size);
  }
}
