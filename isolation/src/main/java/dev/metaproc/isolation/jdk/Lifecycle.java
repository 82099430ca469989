package dev.metaproc.isolation.jdk;

import java.nio.file.Path;

/** What a program's own calls may do to its life. Implemented by the program. */
public interface Lifecycle {
  /** Runs the hooks, ends the program and never returns: throws {@link ProgramEnded}. */
  void exit(int status);

  /** Ends the program without hooks and never returns: throws {@link ProgramEnded}. */
  void halt(int status);

  /** See {@link Runtime#addShutdownHook}; throws what that throws. */
  void addHook(Thread hook);

  /** See {@link Runtime#removeShutdownHook}; throws what that throws. */
  boolean removeHook(Thread hook);

  /** Deletes {@code file} when the program ends, the latest first. */
  void deleteAtExit(Path file);

  /** Whether the program has ended, so that its threads must unwind. */
  boolean hasEnded();

  /** Whether its loops must throw: it has ended, or is about to be ended. */
  boolean mustUnwind();

  /** One of its handlers has caught that there is no memory. */
  void caughtOutOfMemory();

  /** Whether the calling thread is known as the program's, also to the JDK. */
  boolean isCurrent();
}
