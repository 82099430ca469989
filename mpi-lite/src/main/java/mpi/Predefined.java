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

  public static final Int2 PAIR_INT2 = new Int2(4);
  public static final ShortInt PAIR_SHORT_INT = new ShortInt(4);
  public static final LongInt PAIR_LONG_INT = new LongInt(8);
  public static final FloatInt PAIR_FLOAT_INT = new FloatInt(4);
  public static final DoubleInt PAIR_DOUBLE_INT = new DoubleInt(8);
  public static final Datatype SHORT_INT =
      PAIR_SHORT_INT.predefined("MPI.SHORT_INT", ElementType.SHORT);
  public static final Datatype LONG_INT =
      PAIR_LONG_INT.predefined("MPI.LONG_INT", ElementType.LONG);
  public static final Datatype FLOAT_INT =
      PAIR_FLOAT_INT.predefined("MPI.FLOAT_INT", ElementType.FLOAT);
  public static final Datatype DOUBLE_INT =
      PAIR_DOUBLE_INT.predefined("MPI.DOUBLE_INT", ElementType.DOUBLE);
  public static final Datatype FLOAT_COMPLEX = complex(ElementType.FLOAT, "MPI.FLOAT_COMPLEX");
  public static final Datatype DOUBLE_COMPLEX = complex(ElementType.DOUBLE, "MPI.DOUBLE_COMPLEX");
  public static final Datatype DATATYPE_NULL = Datatype.none();

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

  public static final Op REPLACE = new Op(Op.Special.REPLACE);
  public static final Op NO_OP = new Op(Op.Special.NO_OP);

  public static final Group GROUP_EMPTY = Group.empty();
  public static final Request REQUEST_NULL = new Request();
  public static final Errhandler ERRORS_ARE_FATAL = new Errhandler("MPI.ERRORS_ARE_FATAL", true);
  public static final Errhandler ERRORS_ABORT = new Errhandler("MPI.ERRORS_ABORT", true);
  public static final Errhandler ERRORS_RETURN = new Errhandler("MPI.ERRORS_RETURN", false);
  public static final Info INFO_NULL = Info.none();

  private Predefined() {}

  private static Datatype basic(ElementType type) {
    return Datatype.predefined(Layout.basic(type), Basics.of(type.bytes()), Datatype.Kind.PLAIN);
  }

  private static Datatype pair(ElementType type, String name) {
    Basics basics = Basics.of(type.bytes()).times(2);
    return Datatype.predefined(Layout.of(type, name, 2), basics, Datatype.Kind.PLAIN);
  }

  private static Datatype complex(ElementType type, String name) {
    Basics basics = Basics.of(2 * type.bytes());
    return Datatype.predefined(Layout.of(type, name, 2), basics, Datatype.Kind.COMPLEX);
  }

  private static Datatype marker(String name) {
    return Datatype.predefined(
        Layout.of(ElementType.BYTE, name, 0), Basics.NONE, Datatype.Kind.PLAIN);
  }
}
