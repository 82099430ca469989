package dev.metaproc.benchmarks;

/** A measured operation delivered something else than was sent. Its time means nothing. */
final class WrongResultException extends RuntimeException {
  private static final long serialVersionUID = 1;

  WrongResultException(String message) {
    super(message);
  }
}
