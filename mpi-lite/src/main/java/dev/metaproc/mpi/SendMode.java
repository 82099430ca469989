package dev.metaproc.mpi;

/** When a send is done (MPI-4.1 section 3.4). */
public enum SendMode {
  /** When the data are copied: at once up to the eager limit, else by the receiver. */
  STANDARD,
  /** At once, counted against the attached buffer. */
  BUFFERED,
  /** When a receive has matched. */
  SYNCHRONOUS,
  /** As standard; that the receive is posted already is the program's promise and not needed. */
  READY
}
