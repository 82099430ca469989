package dev.metaproc.mpi;

/** Waits for a message without receiving it. */
final class ProbeOperation extends Operation {
  final Pattern pattern;

  ProbeOperation(MpiRank owner, Pattern pattern) {
    super(owner);
    this.pattern = pattern;
  }

  void saw(Message message) {
    received(message);
    complete();
  }

  @Override
  public void cancel() {
    owner.endpoint().withdraw(this);
  }

  @Override
  public String describe() {
    return "Probe" + pattern.describe();
  }
}
