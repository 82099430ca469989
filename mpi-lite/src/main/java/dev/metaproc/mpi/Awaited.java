package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/** Something a thread of a rank waits for. */
interface Awaited {
  boolean isDone();

  /** Does what this thread can do towards it; called often, never blocks. */
  void advance();

  /**
   * From now on unpark {@code thread} when done; null ends that. Whoever makes {@link #isDone} true
   * looks for the thread afterwards, and the thread looks at {@code isDone} after this call, so one
   * of the two sees the other.
   */
  void wake(@Nullable Thread thread);

  /** What it is, for a deadlock report: {@code Recv(source=2, tag=5, MPI.COMM_WORLD)}. */
  String describe();
}
