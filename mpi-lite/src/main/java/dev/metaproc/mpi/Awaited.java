package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/** Something a thread of a rank waits for. */
interface Awaited {
  boolean isDone();

  /** Does what this thread can do towards it; called often, never blocks. */
  void advance();

  /**
   * Can a message do it? Then senders match for a rank that sleeps on it. A collective is done by
   * the ranks that take part, and messages that come meanwhile stay in the inbox.
   */
  default boolean wantsMessages() {
    return true;
  }

  /**
   * From now on wake {@code sleeper} when done; null ends that. Whoever makes {@link #isDone} true
   * looks for the sleeper afterwards, and the sleeper looks at {@code isDone} after this call, so
   * one of the two sees the other.
   */
  void wake(@Nullable Sleeper sleeper);

  /** What it is, for a deadlock report: {@code Recv(source=2, tag=5, MPI.COMM_WORLD)}. */
  String describe();
}
