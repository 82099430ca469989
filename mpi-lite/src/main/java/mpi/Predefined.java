package mpi;

import dev.metaproc.mpi.ElementType;
import dev.metaproc.mpi.Layout;
import dev.metaproc.mpi.PredefinedOp;

/**
 * What the constants of {@link MPI} are bound to. One immutable object for all ranks, which is why
 * they are not in {@code MPI} itself. Programs use {@code MPI.INT}, {@code MPI.SUM} and so on.
 */
public final class Predefined {
  public static final Datatype BYTE = basic(ElementType.BYTE);
  public static final Datatype CHAR = basic(ElementType.CHAR);
  public static final Datatype SHORT = basic(ElementType.SHORT);
  public static final Datatype BOOLEAN = basic(ElementType.BOOLEAN);
  public static final Datatype INT = basic(ElementType.INT);
  public static final Datatype LONG = basic(ElementType.LONG);
  public static final Datatype FLOAT = basic(ElementType.FLOAT);
  public static final Datatype DOUBLE = basic(ElementType.DOUBLE);
  public static final Datatype OBJECT = basic(ElementType.OBJECT);
  public static final Datatype PACKED = basic(ElementType.PACKED);
  public static final Datatype SHORT2 = pair(ElementType.SHORT, "MPI.SHORT2");
  public static final Datatype INT2 = pair(ElementType.INT, "MPI.INT2");
  public static final Datatype LONG2 = pair(ElementType.LONG, "MPI.LONG2");
  public static final Datatype FLOAT2 = pair(ElementType.FLOAT, "MPI.FLOAT2");
  public static final Datatype DOUBLE2 = pair(ElementType.DOUBLE, "MPI.DOUBLE2");

  /** Markers for {@link Datatype#Struct}: the bounds of the new type; no data. */
  public static final Datatype LB = marker("MPI.LB");

  public static final Datatype UB = marker("MPI.UB");

  public static final Op MAX = new Op(PredefinedOp.MAX);
  public static final Op MIN = new Op(PredefinedOp.MIN);
  public static final Op SUM = new Op(PredefinedOp.SUM);
  public static final Op PROD = new Op(PredefinedOp.PROD);
  public static final Op LAND = new Op(PredefinedOp.LAND);
  public static final Op BAND = new Op(PredefinedOp.BAND);
  public static final Op LOR = new Op(PredefinedOp.LOR);
  public static final Op BOR = new Op(PredefinedOp.BOR);
  public static final Op LXOR = new Op(PredefinedOp.LXOR);
  public static final Op BXOR = new Op(PredefinedOp.BXOR);
  public static final Op MAXLOC = new Op(PredefinedOp.MAXLOC);
  public static final Op MINLOC = new Op(PredefinedOp.MINLOC);

  public static final Group GROUP_EMPTY = Group.empty();
  public static final Request REQUEST_NULL = new Request();
  public static final Errhandler ERRORS_ARE_FATAL = new Errhandler("MPI.ERRORS_ARE_FATAL");
  public static final Errhandler ERRORS_RETURN = new Errhandler("MPI.ERRORS_RETURN");

  private Predefined() {}

  private static Datatype basic(ElementType type) {
    return new Datatype(Layout.basic(type), true);
  }

  private static Datatype pair(ElementType type, String name) {
    return new Datatype(Layout.of(type, name, 2), true);
  }

  private static Datatype marker(String name) {
    return new Datatype(Layout.of(ElementType.BYTE, name, 0), true);
  }
}
