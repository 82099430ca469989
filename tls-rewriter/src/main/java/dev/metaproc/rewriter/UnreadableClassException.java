package dev.metaproc.rewriter;

/** The bytes are no class file that can be read: truncated, corrupt, or of an unknown version. */
public final class UnreadableClassException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** From what the reader of class files complained about. */
  public UnreadableClassException(Throwable cause) {
    super("not a readable class file: " + cause.getMessage(), cause);
  }
}
