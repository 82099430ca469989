package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/** A message that a matched probe took out of the queue. Received once. */
public final class MatchedMessage {
  private final MpiRank rank;
  private final Operation probe;
  private final @Nullable Message message;

  MatchedMessage(MpiRank rank, Operation probe, @Nullable Message message) {
    this.rank = rank;
    this.probe = probe;
    this.message = message;
  }

  /** What the probe saw. */
  public Operation probe() {
    return probe;
  }

  /** Did the probe ask for a message from nobody? */
  public boolean isFromNobody() {
    return message == null;
  }

  /** Checks a receive buffer. */
  public RegionCheck check(String operation) {
    rank.requireActive(operation);
    return new RegionCheck(rank.faults(), operation);
  }

  /** Receives the message; done when this returns. */
  public Operation receive(String operation, Region target) {
    Message taken = message;
    if (taken == null) {
      return new DoneOperation(rank);
    }
    ReceiveOperation receive = new ReceiveOperation(rank, operation, target);
    receive.accept(taken);
    taken.settled();
    receive.complete();
    return receive;
  }
}
