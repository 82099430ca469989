package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/** A small message that was sent and is done; it can be taken back while nobody matched it. */
final class SmallSend extends Operation {
  private @Nullable Endpoint endpoint;
  private long position;

  /** Of nothing, until {@link #to}. */
  SmallSend(MpiRank owner) {
    super(owner);
    complete();
  }

  /** Makes it a send to {@code receiver}, whose data were taken; stores only what has changed. */
  @SuppressWarnings("ReferenceEquality")
  SmallSend to(Endpoint receiver, long sentAt) {
    if (endpoint != receiver) {
      endpoint = receiver;
    }
    position = sentAt;
    return this;
  }

  @Override
  public void cancel() {
    if (endpoint != null && endpoint.withdraw(position)) {
      completeCancelled();
    }
  }

  @Override
  public String describe() {
    return "a send that is done";
  }
}
