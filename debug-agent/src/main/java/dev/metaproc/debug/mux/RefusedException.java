package dev.metaproc.debug.mux;

import java.io.Serial;

/** A command that is answered with an error of the protocol: the agent's or our own. */
final class RefusedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final int error;

  RefusedException(int error) {
    super("JDWP error " + error, null, false, false);
    this.error = error;
  }

  int error() {
    return error;
  }
}
