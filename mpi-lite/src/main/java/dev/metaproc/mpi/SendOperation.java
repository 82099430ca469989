package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/**
 * A send that is done when its buffer may be used again, or, if synchronous, when it is matched.
 */
final class SendOperation extends Operation {
  private final String name;
  private final Destination destination;
  private @Nullable Message message;
  private volatile @Nullable SharedCopy shared;

  SendOperation(MpiRank owner, String name, Destination destination) {
    super(owner);
    this.name = name;
    this.destination = destination;
  }

  /** The message in which {@link #cancel} looks; set before the message is sent. */
  void carriedBy(Message sent) {
    message = sent;
  }

  /** The receiver copies: let us help. */
  void share(SharedCopy copy) {
    shared = copy;
  }

  @Override
  public void advance() {
    SharedCopy large = shared;
    if (large != null) {
      large.help();
      return;
    }
    super.advance();
    // The receiver may be computing with its receive already posted: match for it.
    destination.endpoint().progress();
  }

  @Override
  public void cancel() {
    Message sent = message;
    if (sent != null && destination.endpoint().withdraw(sent)) {
      completeCancelled();
      sent.settled();
    }
  }

  @Override
  public String describe() {
    return name + destination.describe();
  }
}
