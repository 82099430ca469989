package dev.metaproc.isolation;

/** What a program's main thread is. */
public enum ThreadKind {
  /** A thread of the operating system. */
  PLATFORM,
  /** A virtual thread: many more of them than cores cost little. */
  VIRTUAL
}
