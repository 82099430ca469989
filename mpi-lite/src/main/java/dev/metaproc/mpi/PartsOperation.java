package dev.metaproc.mpi;

/** A send that waits for the program to make its last part ready; done when that is copied. */
public final class PartsOperation extends Operation {
  private final String name;

  PartsOperation(MpiRank owner, String name) {
    super(owner);
    this.name = name;
  }

  /** The data were sent. */
  public void sent() {
    complete();
  }

  @Override
  public void cancel() {
    // The parts that are ready may be on their way.
  }

  @Override
  public String describe() {
    return name + "(waiting for its last partition)";
  }
}
