package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/**
 * What one rank brings to a {@link Meeting}. The last rank to arrive calls {@link #combine} on the
 * first part, for all; {@link #take} then runs on each rank's own thread, when it completes.
 */
abstract class Part {
  private final String call;
  private @Nullable MeetingOperation operation;

  /**
   * A part in a collective.
   *
   * @param call what must be the same on every rank, as errors show it: {@code iBcast(root=0)}
   */
  Part(String call) {
    this.call = call;
  }

  final String call() {
    return call;
  }

  /** Does for all what needs every rank's part. Throws {@link CollectiveFault} if it cannot. */
  abstract void combine(Part[] parts);

  /** What only the rank's own thread may do. */
  void take(MpiRank rank) {}

  final void completes(MeetingOperation completed) {
    operation = completed;
  }

  final @Nullable MeetingOperation operation() {
    return operation;
  }
}
