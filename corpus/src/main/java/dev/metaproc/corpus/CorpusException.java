package dev.metaproc.corpus;

/** A case that cannot be run or judged, with what to do about it. */
final class CorpusException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CorpusException(String message) {
    super(message);
  }
}
