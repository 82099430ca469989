package dev.metaproc.mpi;

/** A transfer with {@code MPI.PROC_NULL}: done at once, nothing sent or received. */
final class DoneOperation extends Operation {
  DoneOperation(MpiRank owner) {
    super(owner);
    nothingReceived();
    complete();
  }

  @Override
  public void cancel() {
    // Too late, which MPI allows.
  }

  @Override
  public String describe() {
    return "MPI.PROC_NULL";
  }
}
