package mpi;

import dev.metaproc.mpi.ElementType;
import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.Layout;
import dev.metaproc.mpi.LayoutBuilder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which elements of a Java array a buffer means (MPI-4.1 chapter 5). Extents, bounds, strides and
 * displacements are counted in elements of the base type, never in bytes. Immutable but for {@link
 * #free}.
 */
public class Datatype {
  private final Layout layout;
  private final boolean predefined;
  private volatile boolean freed;

  Datatype(Layout layout, boolean predefined) {
    this.layout = layout;
    this.predefined = predefined;
  }

  /** {@code count} items of {@code oldtype}, one after the other. */
  public static Datatype Contiguous(int count, Datatype oldtype) {
    Layout part = layoutOf("Contiguous", oldtype);
    requireCount("Contiguous", count);
    return build(
        "Contiguous",
        new Object[] {count, oldtype},
        () -> new LayoutBuilder(part.type()).block(0, count, part));
  }

  /**
   * {@code count} blocks of {@code blocklength} items, {@code stride} items from start to start.
   */
  public static Datatype Vector(int count, int blocklength, int stride, Datatype oldtype) {
    Layout part = layoutOf("Vector", oldtype);
    return strided("Vector", new int[] {count, blocklength, stride}, part.extent(), oldtype);
  }

  /** As {@link #Vector}, with {@code stride} in elements of the base type. */
  public static Datatype Hvector(int count, int blocklength, int stride, Datatype oldtype) {
    return strided("Hvector", new int[] {count, blocklength, stride}, 1, oldtype);
  }

  /** Blocks of different length at displacements counted in items of {@code oldtype}. */
  public static Datatype Indexed(int[] blocklengths, int[] displacements, Datatype oldtype) {
    int unit = layoutOf("Indexed", oldtype).extent();
    return scattered("Indexed", blocklengths, displacements, unit, oldtype);
  }

  /** As {@link #Indexed}, with displacements in elements of the base type. */
  public static Datatype Hindexed(int[] blocklengths, int[] displacements, Datatype oldtype) {
    return scattered("Hindexed", blocklengths, displacements, 1, oldtype);
  }

  /**
   * Blocks of different types that have one base type, at displacements counted in its elements.
   * {@code MPI.LB} and {@code MPI.UB} among the types set the bounds.
   */
  public static Datatype Struct(int[] blocklengths, int[] displacements, Datatype[] oldtypes) {
    requireSameLength("Struct", blocklengths, displacements);
    if (oldtypes.length != blocklengths.length) {
      throw lengths("Struct", "blocklengths", blocklengths.length, "types", oldtypes.length);
    }
    ElementType base = commonBase(oldtypes);
    return build(
        "Struct",
        new Object[] {
          Arrays.toString(blocklengths), Arrays.toString(displacements), Arrays.toString(oldtypes)
        },
        () -> {
          LayoutBuilder builder = new LayoutBuilder(base);
          for (int i = 0; i < oldtypes.length; i++) {
            addPart(builder, blocklengths[i], displacements[i], oldtypes[i]);
          }
          markBounds(builder, displacements, oldtypes);
          return builder;
        });
  }

  /** Nothing to do here; programs call it because MPI asks for it. */
  public void Commit() {
    layoutOf("Commit", this);
  }

  /** Elements from one item to the next. */
  public int Extent() {
    return layoutOf("Extent", this).extent();
  }

  public int Lb() {
    return layoutOf("Lb", this).lowerBound();
  }

  public int Ub() {
    return layoutOf("Ub", this).upperBound();
  }

  /** Elements of data in one item. */
  public int Size() {
    return layoutOf("Size", this).size();
  }

  /** Bytes of one element of the base type; 0 for objects. */
  public int getByteSize() {
    return layout.type().bytes();
  }

  /** mpiJava's number of the base type. */
  public int getType() {
    return switch (layout.type()) {
      case BYTE -> 1;
      case CHAR -> 2;
      case SHORT -> 3;
      case BOOLEAN -> 4;
      case INT -> 5;
      case LONG -> 6;
      case FLOAT -> 7;
      case DOUBLE -> 8;
      case PACKED -> 9;
      case OBJECT -> 12;
    };
  }

  public void free() {
    if (predefined) {
      throw new MPIException(
          ErrorClass.TYPE, "free: " + layout.name() + " is predefined: free only derived types");
    }
    layoutOf("free", this);
    freed = true;
  }

  @Override
  public String toString() {
    return layout.name();
  }

  Layout layout() {
    return layout;
  }

  /** The layout if there is nothing to say against it; see {@link #layoutOf} for what there is. */
  static @Nullable Layout layoutOrNull(@Nullable Datatype type) {
    return type == null || type.freed ? null : type.layout;
  }

  /** The layout of an argument, which programs may have left null or freed. */
  static Layout layoutOf(String operation, @Nullable Datatype type) {
    if (type == null) {
      throw new MPIException(
          ErrorClass.TYPE, operation + ": the datatype is null: pass MPI.INT or another type");
    }
    if (type.freed) {
      throw new MPIException(
          ErrorClass.TYPE,
          operation + ": the datatype " + type + " was freed: use it before free() only");
    }
    return type.layout;
  }

  private static Datatype strided(String operation, int[] shape, int unit, Datatype oldtype) {
    Layout part = layoutOf(operation, oldtype);
    requireCount(operation, shape[0]);
    requireCount(operation, shape[1]);
    return build(
        operation,
        new Object[] {shape[0], shape[1], shape[2], oldtype},
        () -> {
          LayoutBuilder builder = new LayoutBuilder(part.type());
          int step = Math.multiplyExact(shape[2], unit);
          for (int i = 0; i < shape[0]; i++) {
            builder.block(Math.multiplyExact(i, step), shape[1], part);
          }
          return builder;
        });
  }

  private static Datatype scattered(
      String operation, int[] blocklengths, int[] displacements, int unit, Datatype oldtype) {
    Layout part = layoutOf(operation, oldtype);
    requireSameLength(operation, blocklengths, displacements);
    return build(
        operation,
        new Object[] {Arrays.toString(blocklengths), Arrays.toString(displacements), oldtype},
        () -> {
          LayoutBuilder builder = new LayoutBuilder(part.type());
          for (int i = 0; i < blocklengths.length; i++) {
            builder.block(Math.multiplyExact(displacements[i], unit), blocklengths[i], part);
          }
          return builder;
        });
  }

  private interface Recipe {
    LayoutBuilder build();
  }

  private static Datatype build(String operation, Object[] arguments, Recipe recipe) {
    String text = Arrays.toString(arguments);
    String name = operation + "(" + text.substring(1, text.length() - 1) + ")";
    try {
      return new Datatype(recipe.build().build(name), false);
    } catch (ArithmeticException e) {
      throw new MPIException(
          ErrorClass.ARG,
          name + " reaches beyond 2147483647 elements: use smaller counts or displacements");
    }
  }

  private static boolean isMarker(Datatype type) {
    return type.equals(Predefined.LB) || type.equals(Predefined.UB);
  }

  private static ElementType commonBase(Datatype[] types) {
    ElementType base = null;
    for (Datatype each : types) {
      ElementType type = layoutOf("Struct", each).type();
      if (isMarker(each)) {
        continue;
      }
      if (base != null && base != type) {
        throw new MPIException(
            ErrorClass.TYPE,
            ("Struct: the types have different base types, " + base.mpiName())
                + (" and " + type.mpiName() + ": a Java array holds one type, use one"));
      }
      base = type;
    }
    return base == null ? ElementType.BYTE : base;
  }

  private static void addPart(LayoutBuilder builder, int count, int displacement, Datatype type) {
    if (!isMarker(type)) {
      builder.block(displacement, count, type.layout);
    }
  }

  private static void markBounds(LayoutBuilder builder, int[] displacements, Datatype[] types) {
    for (int i = 0; i < types.length; i++) {
      if (types[i].equals(Predefined.LB)) {
        builder.lowerBound(displacements[i]);
      } else if (types[i].equals(Predefined.UB)) {
        builder.upperBound(displacements[i]);
      }
    }
  }

  private static void requireCount(String operation, int count) {
    if (count < 0) {
      throw new MPIException(
          ErrorClass.COUNT, operation + ": count " + count + " is negative: use 0 or more");
    }
  }

  private static void requireSameLength(String operation, int[] blocklengths, int[] displacements) {
    if (blocklengths.length != displacements.length) {
      throw lengths(
          operation, "blocklengths", blocklengths.length, "displacements", displacements.length);
    }
    for (int each : blocklengths) {
      requireCount(operation, each);
    }
  }

  private static MPIException lengths(
      String operation, String one, int oneLength, String other, int otherLength) {
    return new MPIException(
        ErrorClass.ARG,
        (operation + ": " + oneLength + " " + one + " but " + otherLength + " " + other)
            + ": pass arrays of the same length");
  }
}
