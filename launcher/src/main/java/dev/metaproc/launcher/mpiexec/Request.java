package dev.metaproc.launcher.mpiexec;

/** What a command line asks for. */
public sealed interface Request {
  /** {@code --help}. */
  record Help(String text) implements Request {}

  /** {@code --version}. */
  record Version() implements Request {}

  /** A job. */
  record Run(MpiexecLine line) implements Request {}
}
