package dev.metaproc.mpi;

/** The special ranks, tags and results of MPI, with Open MPI's numbers. */
public final class Wildcards {
  public static final int ANY_SOURCE = -1;
  public static final int ANY_TAG = -1;
  public static final int PROC_NULL = -2;
  public static final int UNDEFINED = -32766;

  /** What the root of an inter-communicator collective passes as its root. */
  public static final int ROOT = -4;

  private Wildcards() {}

  static String source(int source) {
    return source == ANY_SOURCE ? "MPI.ANY_SOURCE" : Integer.toString(source);
  }

  static String tag(int tag) {
    return tag == ANY_TAG ? "MPI.ANY_TAG" : Integer.toString(tag);
  }
}
