package dev.metaproc.mpi;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The copy of a large message, on which the rank that found the match works, and the other one too
 * while it waits: two cores copy nearly twice as fast as one.
 */
final class SharedCopy {
  /** Below this a copy is over before the other rank has noticed. */
  private static final int WORTH_BYTES = 128 * 1024;

  private static final int CHUNK_BYTES = 32 * 1024;
  private static final int SPINS = 1000;

  private final Region from;
  private final Region into;
  private final boolean areArrays;
  private final Chunks chunks;
  private final AtomicInteger copied = new AtomicInteger();

  private SharedCopy(Region from, Region into) {
    this.from = from;
    this.into = into;
    this.areArrays = from.isContiguous() && into.isContiguous();
    this.chunks = new Chunks(from.elements(), CHUNK_BYTES / from.type().bytes());
  }

  /** Null where it would not be worth it. */
  static @Nullable SharedCopy of(Region from, Region into) {
    boolean isPlain = from.isGapless() && into.isGapless() && from.type() == into.type();
    return isPlain && from.bytes() >= WORTH_BYTES ? new SharedCopy(from, into) : null;
  }

  /** By the one who has begun it: returns when all is copied. */
  @SuppressWarnings("ThreadPriorityCheck") // the other is in the middle of a chunk, on another core
  void finish() {
    help();
    for (int spins = 0; copied.get() < chunks.count(); spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  /** Copies chunks as long as there are any. */
  void help() {
    for (long start = chunks.claim(); start != Chunks.NONE; start = chunks.claim()) {
      int length = chunks.length(start);
      if (areArrays) {
        int position = (int) (from.offset() + start);
        System.arraycopy(
            from.array(), position, into.array(), (int) (into.offset() + start), length);
      } else {
        from.part(start, length).copyTo(into.part(start, length));
      }
      copied.getAndIncrement();
    }
  }
}
