package mpjdev;

/** For programs that import it; {@code mpi.Status} is what MPI calls return. */
public class Status {
  /** Nobody makes one. */
  protected Status() {}
}
