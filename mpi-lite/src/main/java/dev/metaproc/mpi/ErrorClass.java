package dev.metaproc.mpi;

/** The MPI error classes this engine raises (MPI-4.1 section 9.4), numbered as in Open MPI. */
public enum ErrorClass {
  BUFFER(1),
  COUNT(2),
  TYPE(3),
  TAG(4),
  COMM(5),
  RANK(6),
  REQUEST(7),
  ROOT(8),
  GROUP(9),
  OP(10),
  TOPOLOGY(11),
  DIMS(12),
  ARG(13),
  UNKNOWN(14),
  TRUNCATE(15),
  OTHER(16),
  INTERN(17),
  KEYVAL(36);

  private final int number;

  ErrorClass(int number) {
    this.number = number;
  }

  /** The number {@code MPIException.getErrorClass()} returns. */
  public int number() {
    return number;
  }
}
