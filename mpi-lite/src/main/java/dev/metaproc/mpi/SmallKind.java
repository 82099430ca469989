package dev.metaproc.mpi;

/** The collectives that have a short way for little data; see {@link SmallCollectives}. */
enum SmallKind {
  BARRIER("Barrier"),
  BCAST("Bcast"),
  ALLGATHER("Allgather"),
  ALLTOALL("Alltoall"),
  ALLREDUCE("Allreduce"),
  REDUCE("Reduce");

  private final String operation;

  SmallKind(String operation) {
    this.operation = operation;
  }

  /** As programs call it. */
  String operation() {
    return operation;
  }
}
