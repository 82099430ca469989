package dev.metaproc.mpi;

/** A read or write, which is done before anybody can ask. */
final class FileOperation extends Operation {
  FileOperation(MpiRank owner, long elements, long bytes) {
    super(owner);
    transferred(elements, bytes);
    complete();
  }

  @Override
  public void cancel() {
    // Too late, which MPI allows.
  }

  @Override
  public String describe() {
    return "a file operation";
  }
}
