package dev.metaproc.mpi;

/**
 * Thrown out of every MPI call of a rank whose job was aborted or which was killed. An error rather
 * than an exception, so that a program's {@code catch (Exception e)} does not keep it alive.
 */
public final class JobAborted extends Error {
  private static final long serialVersionUID = 1L;

  public JobAborted(String reason) {
    super(reason);
  }
}
