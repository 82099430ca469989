package mpi;

import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.MpiRank;
import org.jspecify.annotations.Nullable;

/**
 * What the program wants done about errors. Whatever is chosen, a call that goes wrong throws an
 * {@link MPIException}: one that nobody catches ends the rank and with it the job, which is what
 * {@code ERRORS_ARE_FATAL} asks for. The handlers differ in {@link Comm#callErrhandler}.
 */
public class Errhandler {
  private final String name;
  private final boolean isFatal;

  Errhandler(String name, boolean isFatal) {
    this.name = name;
    this.isFatal = isFatal;
  }

  static Errhandler required(String operation, @Nullable Errhandler handler) {
    if (handler == null) {
      throw new MPIException(
          ErrorClass.ARG,
          operation + ": the handler is null: pass MPI.ERRORS_ARE_FATAL or MPI.ERRORS_RETURN");
    }
    return handler;
  }

  void call(MpiRank rank, int errorcode) {
    if (isFatal) {
      throw rank.job().abort(rank.number(), errorcode);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
