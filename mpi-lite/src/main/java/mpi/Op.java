package mpi;

import dev.metaproc.mpi.Communicator;
import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.PredefinedOp;
import dev.metaproc.mpi.Reductions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A reduction: one of MPI's own, or a {@link User_function}. */
public class Op {
  private final @Nullable PredefinedOp predefined;
  private final @Nullable User_function function;
  private volatile boolean freed;

  /** {@code commute} is not needed: reductions are always computed in rank order. */
  public Op(User_function function, boolean commute) {
    if (function == null) {
      throw new MPIException(ErrorClass.OP, "Op: the function is null: pass a User_function");
    }
    this.predefined = null;
    this.function = function;
  }

  /** {@code code} was an internal number of MPJ Express. */
  public Op(User_function function, boolean commute, int code) {
    this(function, commute);
  }

  Op(PredefinedOp predefined) {
    this.predefined = predefined;
    this.function = null;
  }

  public void free() {
    if (predefined != null) {
      throw new MPIException(
          ErrorClass.OP, "free: " + this + " is predefined: free only an Op of your own");
    }
    freed = true;
  }

  @Override
  public String toString() {
    return predefined != null ? "MPI." + predefined : "a user Op";
  }

  /** Null unless it is one of MPI's own; see {@link #reductions}. */
  static @Nullable PredefinedOp predefinedOrNull(@Nullable Op op) {
    return op == null ? null : op.predefined;
  }

  /** The reductions of {@code communicator} with an argument programs may have left null. */
  static Reductions reductions(
      String operation, Communicator communicator, Datatype type, @Nullable Op op) {
    if (op == null) {
      throw new MPIException(
          ErrorClass.OP, operation + ": the operation is null: pass MPI.SUM or another Op");
    }
    if (op.freed) {
      throw new MPIException(
          ErrorClass.OP, operation + ": the Op was freed: use it before free() only");
    }
    User_function function = op.function;
    if (function != null) {
      return communicator.reductions(
          (in, inout) ->
              function.Call(
                  in.array(), in.offset(), inout.array(), inout.offset(), in.count(), type));
    }
    return communicator.reductions(Objects.requireNonNull(op.predefined));
  }
}
