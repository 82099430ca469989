package dev.metaproc.mpi;

/** A buffer cut into one block per member of a communicator. */
public interface Blocks {
  Region block(int member);

  Object array();

  Layout layout();

  /** The same cut of another array. */
  Blocks of(Object other);
}
