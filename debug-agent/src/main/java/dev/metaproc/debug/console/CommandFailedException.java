package dev.metaproc.debug.console;

/** A command that cannot be carried out; the message is for the user. */
final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CommandFailedException(String message) {
    super(message, null, false, false);
  }
}
