package dev.metaproc.isolation;

/** Told of every program of a host, on the thread that starts or ends it. Must not block. */
public interface ProgramListener {
  /** Before the first instruction of the program. */
  default void started(Program program) {}

  /** After its last; its exit code is about to be known. */
  default void ended(Program program) {}
}
