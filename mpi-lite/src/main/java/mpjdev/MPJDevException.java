package mpjdev;

import org.jspecify.annotations.Nullable;
import xdev.XDevException;

/** What {@code mpi.MPIException} is in MPJ Express. */
public class MPJDevException extends XDevException {
  private static final long serialVersionUID = 1L;

  public MPJDevException() {}

  public MPJDevException(@Nullable String message) {
    super(message);
  }

  public MPJDevException(@Nullable Throwable cause) {
    super(cause);
  }

  public MPJDevException(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
