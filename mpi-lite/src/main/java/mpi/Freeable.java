package mpi;

/** An MPI object that a program gives back when it is done with it. */
public interface Freeable {
  /** Gives the object back; it must not be used afterwards. */
  void free();
}
