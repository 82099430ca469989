package mpi;

import dev.metaproc.mpi.Combiner;
import dev.metaproc.mpi.Communicator;
import dev.metaproc.mpi.ElementType;
import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.Fold;
import dev.metaproc.mpi.Operation;
import dev.metaproc.mpi.PredefinedOp;
import dev.metaproc.mpi.Reductions;
import dev.metaproc.mpi.Region;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A reduction: one of MPI's own, a {@link User_function} or a {@link UserFunction}. */
public class Op implements Freeable {
  /** What only windows can do (MPI-4.1 section 12.3.4). */
  enum Special {
    REPLACE,
    NO_OP
  }

  private final @Nullable PredefinedOp predefined;
  private final @Nullable Special special;
  private final @Nullable User_function function;
  private final @Nullable UserFunction typed;
  private final boolean commutes;
  private volatile boolean freed;

  private Op(
      @Nullable PredefinedOp predefined,
      @Nullable Special special,
      @Nullable User_function function,
      @Nullable UserFunction typed,
      boolean commutes) {
    this.predefined = predefined;
    this.special = special;
    this.function = function;
    this.typed = typed;
    this.commutes = commutes;
  }

  /** {@code commute} changes nothing: reductions are always computed in rank order. */
  public Op(User_function function, boolean commute) {
    this(null, null, required(function), null, commute);
  }

  /** {@code code} was an internal number of MPJ Express. */
  public Op(User_function function, boolean commute, int code) {
    this(function, commute);
  }

  /** {@code commute} changes nothing: reductions are always computed in rank order. */
  public Op(UserFunction function, boolean commute) {
    this(null, null, null, required(function), commute);
  }

  Op(PredefinedOp predefined) {
    this(predefined, null, null, null, true);
  }

  Op(Special special) {
    this(null, special, null, null, false);
  }

  private static <T> T required(@Nullable T function) {
    if (function == null) {
      throw new MPIException(ErrorClass.OP, "Op: the function is null: pass a User_function");
    }
    return function;
  }

  public boolean isCommutative() {
    return commutes;
  }

  public boolean isNull() {
    return freed;
  }

  @Override
  public void free() {
    if (predefined != null || special != null) {
      throw new MPIException(
          ErrorClass.OP, "free: " + this + " is predefined: free only an Op of your own");
    }
    if (freed) {
      throw new MPIException(ErrorClass.OP, "free: the Op was freed: free it once");
    }
    freed = true;
  }

  @Override
  public String toString() {
    if (predefined != null) {
      return "MPI." + predefined;
    }
    return special != null ? "MPI." + special : "a user Op";
  }

  /** Null unless it is one of MPI's own on plain elements; see {@link #reductions}. */
  static @Nullable PredefinedOp predefinedOrNull(@Nullable Op op, @Nullable Datatype type) {
    boolean plain = type != null && type.kind() == Datatype.Kind.PLAIN;
    return op == null || !plain ? null : op.predefined;
  }

  /** The reductions of {@code communicator} with an argument programs may have left null. */
  static Reductions reductions(
      String operation, Communicator communicator, Datatype type, @Nullable Op op) {
    Op valid = requireReduction(operation, op);
    Combiner combiner = valid.combiner(operation, type);
    return combiner != null
        ? communicator.reductions(combiner)
        : communicator.reductions(Objects.requireNonNull(valid.predefined));
  }

  /** As {@link #reductions}, for a collective that does not wait. */
  static Operation fold(
      String operation, Communicator communicator, Datatype type, @Nullable Op op, Fold fold) {
    Op valid = requireReduction(operation, op);
    Combiner combiner = valid.combiner(operation, type);
    return combiner != null
        ? communicator.fold(fold, combiner)
        : communicator.fold(fold, Objects.requireNonNull(valid.predefined));
  }

  /** {@code inOut = in op inOut}, at once. */
  static void combine(String operation, Datatype type, @Nullable Op op, Region in, Region inOut) {
    Op valid = requireReduction(operation, op);
    Combiner combiner = valid.combiner(operation, type);
    if (combiner != null) {
      Region result = inOut.duplicate();
      combiner.combine(in.duplicate(), result);
      result.copyTo(inOut);
    } else {
      PredefinedOp own = Objects.requireNonNull(valid.predefined);
      if (!own.isDefinedFor(in.layout())) {
        throw new MPIException(
            ErrorClass.OP,
            operation + ": " + op + " is not defined for " + type + ": " + own.cure());
      }
      own.combine(in, inOut);
    }
  }

  /** What an accumulate into a window does with the target's data. */
  static void accumulate(
      String operation, Datatype type, @Nullable Op op, Region origin, Region target) {
    Op valid = requireAny(operation, op);
    if (valid.special == Special.REPLACE) {
      origin.copyTo(target);
    } else if (valid.special != Special.NO_OP) {
      combine(operation, type, op, origin, target);
    }
  }

  static Op requireAny(String operation, @Nullable Op op) {
    if (op == null) {
      throw new MPIException(
          ErrorClass.OP, operation + ": the operation is null: pass MPI.SUM or another Op");
    }
    if (op.freed) {
      throw new MPIException(
          ErrorClass.OP, operation + ": the Op was freed: use it before free() only");
    }
    return op;
  }

  /** Windows take MPI's own operations only (MPI-4.1 section 12.3.4). */
  static Op requirePredefined(String operation, @Nullable Op op) {
    Op valid = requireAny(operation, op);
    if (valid.predefined == null && valid.special == null) {
      throw new MPIException(
          ErrorClass.OP,
          operation + ": " + op + " cannot be used on a window: use one of MPI's own operations");
    }
    return valid;
  }

  private static Op requireReduction(String operation, @Nullable Op op) {
    Op valid = requireAny(operation, op);
    if (valid.special != null) {
      throw new MPIException(
          ErrorClass.OP,
          operation + ": " + op + " is for windows only: use MPI.SUM or another reduction");
    }
    return valid;
  }

  /** Null if the engine computes it. */
  private @Nullable Combiner combiner(String operation, Datatype type) {
    Datatype.layoutOf(operation, type);
    User_function arrays = function;
    if (arrays != null) {
      return (in, inout) ->
          arrays.Call(
              in.array(),
              (int) in.offset(),
              inout.array(),
              (int) inout.offset(),
              (int) in.count(),
              type);
    }
    UserFunction user = typed;
    if (user != null) {
      return new UserCombiner(user, type);
    }
    ElementType value = type.valueType();
    if (value != null) {
      return PairCombiner.of(operation, Objects.requireNonNull(predefined), value, type);
    }
    boolean multiplies = predefined == PredefinedOp.PROD && type.kind() == Datatype.Kind.COMPLEX;
    return multiplies ? new ComplexProduct() : null;
  }
}
