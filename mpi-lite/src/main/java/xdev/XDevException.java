package xdev;

import org.jspecify.annotations.Nullable;

/** The root of MPJ Express' exceptions, all of them unchecked. */
public class XDevException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public XDevException() {}

  public XDevException(@Nullable String message) {
    super(message);
  }

  public XDevException(@Nullable Throwable cause) {
    super(cause);
  }

  public XDevException(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
