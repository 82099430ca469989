package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/**
 * Waits for a message without receiving it. A matched probe also takes it out of the queue, so that
 * no other receive gets it (MPI-4.1 section 3.8.2).
 */
final class ProbeOperation extends Operation {
  final Pattern pattern;
  private final boolean isMatched;
  private @Nullable Message taken;

  ProbeOperation(MpiRank owner, Pattern pattern, boolean isMatched) {
    super(owner);
    this.pattern = pattern;
    this.isMatched = isMatched;
  }

  boolean isMatched() {
    return isMatched;
  }

  /** What a matched probe took; null before it is done. */
  @Nullable Message taken() {
    return taken;
  }

  void saw(Message message) {
    if (isMatched) {
      taken = message;
    }
    received(message);
    complete();
  }

  @Override
  public void cancel() {
    owner.endpoint().withdraw(this);
  }

  @Override
  public String describe() {
    return (isMatched ? "mProbe" : "Probe") + pattern.describe();
  }
}
