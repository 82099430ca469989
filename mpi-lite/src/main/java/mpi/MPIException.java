package mpi;

import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.Fault;
import mpjdev.MPJDevException;
import org.jspecify.annotations.Nullable;

/** An MPI call that went wrong. Unchecked, as in MPJ Express. */
public class MPIException extends MPJDevException {
  private static final long serialVersionUID = 1L;

  private final int errorClass;

  public MPIException() {
    errorClass = ErrorClass.OTHER.number();
  }

  public MPIException(@Nullable String message) {
    super(message);
    errorClass = ErrorClass.OTHER.number();
  }

  public MPIException(@Nullable Throwable cause) {
    super(cause);
    errorClass = ErrorClass.OTHER.number();
  }

  MPIException(ErrorClass kind, String message) {
    this(new Fault(kind, message));
  }

  MPIException(Fault fault) {
    super(fault.message(), fault.cause());
    errorClass = fault.kind().number();
  }

  /** One of MPI's error classes (MPI-4.1 section 9.4), numbered as in Open MPI. */
  public int getErrorClass() {
    return errorClass;
  }

  /** The same as the class: this implementation has no finer codes. */
  public int getErrorCode() {
    return errorClass;
  }
}
