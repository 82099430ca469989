package dev.metaproc.isolation.jdk;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;

/**
 * Unwinds a thread of a program that has ended. The handlers of the program let it pass (the
 * rewriter guards them), so no {@code finally} block and no {@code catch} of the program sees it.
 */
public final class ProgramEnded extends Error {
  private static final long serialVersionUID = 1;

  /** Carries nothing of where it was thrown, so one is enough, also when memory is short. */
  @SuppressWarnings("StaticAssignmentOfThrowable") // without stack trace or suppressed exceptions
  public static final ProgramEnded INSTANCE = new ProgramEnded();

  public ProgramEnded() {
    super("the program has ended", null, false, false);
  }

  /** None is made of bytes that a program was sent. */
  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("an end of a program cannot be read");
  }
}
