package dev.metaproc.mpi;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The state of one collective of a communicator. A gathering has two, used in turn: a fast rank may
 * already arrive for the next collective while a slow one still reads this one's outcome.
 */
final class Round {
  final Call[] calls;
  @Nullable Fault verdict;
  @Nullable Object settled;

  /** What the root of a broadcast sends if others have room for more; else negative. */
  long sent = -1;

  final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();

  /** The first rank whose work failed, and how. */
  record Failure(int rank, Fault fault) {}

  Round(int size) {
    calls = new Call[size];
  }

  /** Nobody reads {@code member}'s call any more: its buffers must not stay reachable. */
  @SuppressWarnings("NullAway") // between two collectives the slots are empty
  void forget(int member) {
    calls[member] = null;
  }
}
