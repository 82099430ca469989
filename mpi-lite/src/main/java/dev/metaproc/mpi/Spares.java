package dev.metaproc.mpi;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Operations that serve one request of a rank's main thread after the other, so that the requests
 * of a window make little garbage and the operations stay in the core's cache. Handed out in turn;
 * one that is still in use is passed over. Not thread-safe: for the main thread alone.
 */
final class Spares<T extends Operation> {
  /** A power of two. */
  private static final int MOST = 128;

  private final @Nullable Operation[] spares = new Operation[MOST];
  private final Supplier<T> maker;
  private int next;

  Spares(Supplier<T> maker) {
    this.maker = maker;
  }

  /** One to be made new; {@link Operation#recycle} gives it back. */
  @SuppressWarnings("unchecked") // the maker made them
  T take() {
    int place = next++ & (MOST - 1);
    Operation spare = spares[place];
    if (spare == null) {
      spare = maker.get();
      spares[place] = spare;
    } else if (spare.isLent) {
      return maker.get();
    }
    spare.isLent = true;
    return (T) spare;
  }
}
