package dev.metaproc.mpi;

/** A small message that was sent and is done; it can be taken back while nobody matched it. */
final class SmallSend extends Operation {
  private final Endpoint endpoint;
  private final long position;

  SmallSend(MpiRank owner, Endpoint endpoint, long position) {
    super(owner);
    this.endpoint = endpoint;
    this.position = position;
    complete();
  }

  @Override
  public void cancel() {
    if (endpoint.withdraw(position)) {
      completeCancelled();
    }
  }

  @Override
  public String describe() {
    return "a send that is done";
  }
}
