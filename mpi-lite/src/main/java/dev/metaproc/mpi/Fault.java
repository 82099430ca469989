package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/**
 * Something a program did wrong, before it is thrown. A fault found on one rank's thread may have
 * to be raised on another's, so it carries text; the cause, an object of one program, stays with
 * it.
 */
public record Fault(ErrorClass kind, String message, @Nullable Throwable cause) {
  public Fault(ErrorClass kind, String message) {
    this(kind, message, null);
  }

  /** The same fault as another program may see it. */
  Fault withoutCause() {
    return new Fault(kind, message);
  }
}
