package dev.metaproc.mpi;

/** Waits until the receivers have taken every buffered message. */
final class DrainOperation extends Operation {
  DrainOperation(MpiRank owner) {
    super(owner);
  }

  @Override
  public void cancel() {
    // Nobody but detach holds it.
  }

  @Override
  public String describe() {
    return "Buffer_detach()";
  }
}
