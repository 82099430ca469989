package dev.metaproc.mpi;

/** Makes the exception programs see. The {@code mpi} package supplies it; stateless. */
@FunctionalInterface
public interface Faults {
  RuntimeException of(Fault fault);

  default RuntimeException of(ErrorClass kind, String message) {
    return of(new Fault(kind, message));
  }
}
