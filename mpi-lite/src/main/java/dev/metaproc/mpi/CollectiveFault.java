package dev.metaproc.mpi;

/** Found wrong by one rank in the middle of a collective; the gathering tells all ranks. */
final class CollectiveFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CollectiveFault(String message) {
    super(message);
  }
}
