package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/**
 * One rank's part in a collective, published to the others when the rank arrives. A collective that
 * is small or that only agrees on something is <em>settled</em> by the last rank to arrive, while
 * all others still wait, and costs one synchronisation. Any other is worked on by all ranks, which
 * read each other's buffers, and costs a second one to leave.
 */
abstract class Call {
  private final Signature signature;

  Call(Signature signature) {
    this.signature = signature;
  }

  final Signature signature() {
    return signature;
  }

  /** Null, or what does not fit together beyond the signatures. */
  @Nullable String disagreement(Call[] calls) {
    return null;
  }

  /** What is odd about this call itself, so that it could not take the way of the others'. */
  @Nullable String oddity() {
    return null;
  }

  /** The outcome for all, computed by one rank for all; null if the ranks have to work for it. */
  @Nullable Object settle(Call[] calls) {
    return null;
  }

  /** Takes this rank's part of what another rank settled. */
  void take(Object settled) {}

  /** This rank's share of the work; every rank's buffers may be read, and written as agreed. */
  void work(Call[] calls) {}

  /** After everyone's work: only this rank's buffers may be used. */
  void leave() {}
}
