package mpi;

import dev.metaproc.mpi.ElementType;
import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.Layout;
import dev.metaproc.mpi.LayoutBuilder;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which elements of a Java array a buffer means (MPI-4.1 chapter 5). Extents, bounds, strides and
 * displacements are counted in elements of the base type, never in bytes. Immutable but for {@link
 * #free}.
 */
public class Datatype implements Freeable, Cloneable {
  /** What reductions have to know beyond the layout. */
  enum Kind {
    PLAIN,
    /** Two elements of the base type are one complex number. */
    COMPLEX,
    /** A value and an int, as a struct of bytes. */
    PAIR
  }

  private static final int SHOWN = 100;

  private final Layout layout;
  private final boolean predefined;
  private final Basics basics;
  private final Kind kind;
  private final @Nullable ElementType valueType;
  private final Attributes attributes;
  private volatile boolean freed;
  private volatile @Nullable String name;

  private Datatype(Layout layout, boolean predefined, Basics basics, Kind kind) {
    this(layout, predefined, basics, kind, null, new Attributes());
  }

  private Datatype(
      Layout layout,
      boolean predefined,
      Basics basics,
      Kind kind,
      @Nullable ElementType valueType,
      Attributes attributes) {
    this.layout = layout;
    this.predefined = predefined;
    this.basics = basics;
    this.kind = kind;
    this.valueType = valueType;
    this.attributes = attributes;
  }

  static Datatype predefined(Layout layout, Basics basics, Kind kind) {
    return new Datatype(layout, true, basics, kind);
  }

  /** A pair of a value and an int, laid out as {@code struct}. */
  static Datatype pair(Datatype struct, String name, ElementType value) {
    Layout layout = struct.layout.named(name);
    return new Datatype(layout, true, struct.basics, Kind.PAIR, value, new Attributes());
  }

  /** {@code MPI.DATATYPE_NULL}. */
  static Datatype none() {
    Datatype none =
        predefined(Layout.of(ElementType.BYTE, "MPI.DATATYPE_NULL", 0), Basics.NONE, Kind.PLAIN);
    none.freed = true;
    return none;
  }

  /** {@code count} items of {@code oldtype}, one after the other. */
  public static Datatype Contiguous(int count, Datatype oldtype) {
    return contiguous(count, oldtype);
  }

  private static Datatype contiguous(long count, Datatype oldtype) {
    Layout part = layoutOf("Contiguous", oldtype);
    requireCount("Contiguous", count);
    return build(
        "Contiguous",
        new Object[] {count, oldtype},
        () -> oldtype.basics.times(count),
        oldtype.kind,
        () -> new LayoutBuilder(part.type()).block(0, count, part));
  }

  /**
   * {@code count} blocks of {@code blocklength} items, {@code stride} items from start to start.
   */
  public static Datatype Vector(int count, int blocklength, int stride, Datatype oldtype) {
    Layout part = layoutOf("Vector", oldtype);
    return strided("Vector", new long[] {count, blocklength, stride}, part.extent(), oldtype);
  }

  /** As {@link #Vector}, with {@code stride} in elements of the base type. */
  public static Datatype Hvector(int count, int blocklength, int stride, Datatype oldtype) {
    return strided("Hvector", new long[] {count, blocklength, stride}, 1, oldtype);
  }

  /** Blocks of different length at displacements counted in items of {@code oldtype}. */
  public static Datatype Indexed(int[] blocklengths, int[] displacements, Datatype oldtype) {
    long unit = layoutOf("Indexed", oldtype).extent();
    return scattered(
        "Indexed",
        longs("Indexed", "blocklengths", blocklengths),
        longs("Indexed", "displacements", displacements),
        unit,
        oldtype);
  }

  /** As {@link #Indexed}, with displacements in elements of the base type. */
  public static Datatype Hindexed(int[] blocklengths, int[] displacements, Datatype oldtype) {
    return scattered(
        "Hindexed",
        longs("Hindexed", "blocklengths", blocklengths),
        longs("Hindexed", "displacements", displacements),
        1,
        oldtype);
  }

  /**
   * Blocks of different types that have one base type, at displacements counted in its elements.
   * {@code MPI.LB} and {@code MPI.UB} among the types set the bounds.
   */
  public static Datatype Struct(int[] blocklengths, int[] displacements, Datatype[] oldtypes) {
    requireSameLength(
        "Struct",
        longs("Struct", "blocklengths", blocklengths),
        longs("Struct", "displacements", displacements));
    Arguments.given("Struct", "array of types", oldtypes);
    if (oldtypes.length != blocklengths.length) {
      throw lengths("Struct", "blocklengths", blocklengths.length, "types", oldtypes.length);
    }
    ElementType base = commonBase(oldtypes);
    return build(
        "Struct",
        new Object[] {
          Arrays.toString(blocklengths), Arrays.toString(displacements), Arrays.toString(oldtypes)
        },
        () -> Basics.of(base.bytes()),
        Kind.PLAIN,
        () -> {
          LayoutBuilder builder = new LayoutBuilder(base);
          for (int i = 0; i < oldtypes.length; i++) {
            addPart(builder, blocklengths[i], displacements[i], oldtypes[i]);
          }
          markBounds(builder, displacements, oldtypes);
          return builder;
        });
  }

  /** As {@link #Contiguous}. */
  public static Datatype createContiguous(int count, Datatype oldType) {
    return Contiguous(count, oldType);
  }

  /** As {@link #Contiguous}, of any length. */
  public static Datatype createContiguous(long count, Datatype oldType) {
    return contiguous(count, oldType);
  }

  /** As {@link #Vector}. */
  public static Datatype createVector(int count, int blockLength, int stride, Datatype oldType) {
    return Vector(count, blockLength, stride, oldType);
  }

  /** As {@link #Vector}, with {@code stride} in bytes. */
  public static Datatype createHVector(int count, int blockLength, int stride, Datatype oldType) {
    return createHVector((long) count, blockLength, stride, oldType);
  }

  /** As {@link #Vector}, with counts and strides of any size. */
  public static Datatype createVector(long count, long blockLength, long stride, Datatype oldType) {
    Layout part = layoutOf("createVector", oldType);
    return strided("Vector", new long[] {count, blockLength, stride}, part.extent(), oldType);
  }

  /** As {@link #createVector(long, long, long, Datatype)}, with {@code stride} in bytes. */
  public static Datatype createHVector(
      long count, long blockLength, long stride, Datatype oldType) {
    long step = elements("createHVector", stride, oldType);
    return strided("Hvector", new long[] {count, blockLength, step}, 1, oldType);
  }

  /** As {@link #Indexed}. */
  public static Datatype createIndexed(int[] blockLengths, int[] displacements, Datatype oldType) {
    return Indexed(blockLengths, displacements, oldType);
  }

  public static Datatype createIndexed(
      long[] blockLengths, long[] displacements, Datatype oldType) {
    long unit = layoutOf("createIndexed", oldType).extent();
    return scattered("createIndexed", blockLengths, displacements, unit, oldType);
  }

  /** As {@link #Indexed}, with displacements in bytes. */
  public static Datatype createHIndexed(int[] blockLengths, int[] displacements, Datatype oldType) {
    return hIndexed(
        "Hindexed",
        longs("createHIndexed", "blocklengths", blockLengths),
        longs("createHIndexed", "displacements", displacements),
        oldType);
  }

  public static Datatype createHIndexed(
      long[] blockLengths, long[] displacements, Datatype oldType) {
    return hIndexed("createHIndexed", blockLengths, displacements, oldType);
  }

  private static Datatype hIndexed(
      String operation, long[] blockLengths, long[] displacements, Datatype oldType) {
    requireSameLength("createHIndexed", blockLengths, displacements);
    long[] inElements =
        Arrays.stream(displacements)
            .map(each -> elements("createHIndexed", each, oldType))
            .toArray();
    return scattered(operation, blockLengths, inElements, 1, oldType);
  }

  /**
   * Blocks of any types at displacements in bytes, as a C compiler lays a struct out: what {@link
   * Struct} is made of. Its buffers are byte arrays, NIO buffers or memory segments.
   */
  public static Datatype createStruct(int[] blockLengths, int[] displacements, Datatype[] types) {
    return createStruct(
        longs("createStruct", "blocklengths", blockLengths),
        longs("createStruct", "displacements", displacements),
        types);
  }

  public static Datatype createStruct(long[] blockLengths, long[] displacements, Datatype[] types) {
    requireSameLength("createStruct", blockLengths, displacements);
    Arguments.given("createStruct", "array of types", types);
    if (types.length != blockLengths.length) {
      throw lengths("createStruct", "blocklengths", blockLengths.length, "types", types.length);
    }
    for (Datatype type : types) {
      requireBytes("createStruct", type);
    }
    int alignment = Arrays.stream(types).mapToInt(each -> each.basics.alignment()).max().orElse(1);
    return build(
        "createStruct",
        new Object[] {
          Arrays.toString(blockLengths), Arrays.toString(displacements), Arrays.toString(types)
        },
        () -> {
          Basics basics = Basics.NONE;
          for (int i = 0; i < types.length; i++) {
            basics = basics.and(types[i].basics.times(blockLengths[i]));
          }
          return basics;
        },
        Kind.PLAIN,
        () -> {
          LayoutBuilder builder = new LayoutBuilder(ElementType.BYTE);
          for (int i = 0; i < types.length; i++) {
            builder.block(displacements[i], blockLengths[i], types[i].layout.inBytes());
          }
          return builder.alignedTo(alignment);
        });
  }

  /** {@code oldType} with other bounds, in bytes. */
  public static Datatype createResized(Datatype oldType, int lb, int extent) {
    return createResized(oldType, (long) lb, (long) extent);
  }

  /** {@code oldType} with other bounds, in bytes. */
  public static Datatype createResized(Datatype oldType, long lb, long extent) {
    long lower = elements("createResized", lb, oldType);
    long length = elements("createResized", extent, oldType);
    return build(
        "createResized",
        new Object[] {oldType, lb, extent},
        () -> oldType.basics,
        oldType.kind,
        () ->
            new LayoutBuilder(oldType.layout.type())
                .block(0, 1, oldType.layout)
                .lowerBound(lower)
                .upperBound(Math.addExact(lower, length)));
  }

  private static void requireBytes(String operation, @Nullable Datatype type) {
    if (layoutOf(operation, type).type() == ElementType.OBJECT) {
      throw new MPIException(
          ErrorClass.TYPE,
          operation + ": objects have no bytes to put into a struct: use primitive types");
    }
  }

  private static long elements(String operation, long bytes, Datatype type) {
    int size = Math.max(1, layoutOf(operation, type).type().bytes());
    if (bytes % size != 0) {
      throw new MPIException(
          ErrorClass.ARG,
          (operation + ": " + bytes + " bytes are no multiple of the " + size + " bytes of a ")
              + (type.layout.type().mpiName() + ": use a multiple"));
    }
    return bytes / size;
  }

  /** Nothing to do here; programs call it because MPI asks for it. */
  public void Commit() {
    layoutOf("Commit", this);
  }

  /** Elements from one item to the next; {@code MPI.UNDEFINED} if an int cannot tell. */
  public int Extent() {
    return Count.asInt(layoutOf("Extent", this).extent());
  }

  /** {@code MPI.UNDEFINED} if an int cannot tell. */
  public int Lb() {
    return Count.asInt(layoutOf("Lb", this).lowerBound());
  }

  /** {@code MPI.UNDEFINED} if an int cannot tell. */
  public int Ub() {
    return Count.asInt(layoutOf("Ub", this).upperBound());
  }

  /** Elements of data in one item; {@code MPI.UNDEFINED} if an int cannot tell. */
  public int Size() {
    return Count.asInt(layoutOf("Size", this).size());
  }

  /** As {@link #Commit}. */
  public void commit() {
    Commit();
  }

  /** As {@link #Extent}; for a struct, the base type is the byte. */
  public int getExtent() {
    return Count.asInt(getExtentX().getCount());
  }

  /** As {@link #Lb}. */
  public int getLb() {
    return Count.asInt(getLbX().getCount());
  }

  /** As {@link #Size}. */
  public int getSize() {
    return Count.asInt(getSizeX().getCount());
  }

  /** Elements from the first to behind the last that an item really has. */
  public int getTrueExtent() {
    return Count.asInt(getTrueExtentX().getCount());
  }

  public int getTrueLb() {
    return Count.asInt(getTrueLbX().getCount());
  }

  /** As {@link #getExtent}, without its limit ({@code MPI_Type_get_extent_x}). */
  public Count getExtentX() {
    return new Count(layoutOf("getExtent", this).extent() * unit());
  }

  public Count getLbX() {
    return new Count(layoutOf("getLb", this).lowerBound() * unit());
  }

  /** As {@link #getSize}, without its limit ({@code MPI_Type_size_x}). */
  public Count getSizeX() {
    return new Count(layoutOf("getSize", this).size() * unit());
  }

  public Count getTrueExtentX() {
    return new Count(layoutOf("getTrueExtent", this).trueExtent() * unit());
  }

  public Count getTrueLbX() {
    return new Count(layoutOf("getTrueLb", this).trueLowerBound() * unit());
  }

  /** To Open MPI's bindings {@code MPI.INT2} is a struct, to MPJ Express two ints. */
  private int unit() {
    return layout == Predefined.INT2.layout ? layout.type().bytes() : 1;
  }

  public String getName() {
    layoutOf("getName", this);
    String given = name;
    return given != null ? given : predefined ? layout.name().replace('.', '_') : "";
  }

  public void setName(String text) {
    layoutOf("setName", this);
    name = Arguments.name("setName", text);
  }

  /** A type of the same layout and with the same attributes. */
  public Datatype dup() {
    layoutOf("dup", this);
    return new Datatype(layout, false, basics, kind, valueType, attributes.copy());
  }

  /** As {@link #dup}. */
  @Override
  @SuppressWarnings("MissingSuperCall") // nothing is cloned field by field
  public Datatype clone() {
    return dup();
  }

  /** Was it freed? True for {@code MPI.DATATYPE_NULL}. */
  public boolean isNull() {
    return freed;
  }

  /** A key for {@link #setAttr}, of this rank alone. */
  public static int createKeyval() {
    return Caller.rank("createKeyval").newKeyval();
  }

  public static void freeKeyval(int keyval) {
    Communication.requireKeyval("freeKeyval", keyval);
    Caller.rank("freeKeyval").freeKeyval(keyval);
  }

  public void setAttr(int keyval, Object value) {
    Communication.requireKeyval("setAttr", keyval);
    attributes().put(Caller.rank("setAttr"), "setAttr", keyval, value);
  }

  /** Null if there is none. */
  public @Nullable Object getAttr(int keyval) {
    Communication.requireKeyval("getAttr", keyval);
    return attributes().get(Caller.rank("getAttr"), "getAttr", keyval);
  }

  public void deleteAttr(int keyval) {
    Communication.requireKeyval("deleteAttr", keyval);
    attributes().remove(Caller.rank("deleteAttr"), "deleteAttr", keyval);
  }

  /** The predefined types are shared by all ranks, their attributes are not. */
  private Attributes attributes() {
    return predefined ? Caller.world("attributes").typeAttributes(this) : attributes;
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

  @Override
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

  Basics basics() {
    return basics;
  }

  Kind kind() {
    return kind;
  }

  /** Of a pair. */
  @Nullable ElementType valueType() {
    return valueType;
  }

  /** The layout of an argument, which programs may have left null or freed. */
  @SuppressWarnings("ReferenceEquality") // the constant itself
  static Layout layoutOf(String operation, @Nullable Datatype type) {
    if (type == null) {
      throw new MPIException(
          ErrorClass.TYPE, operation + ": the datatype is null: pass MPI.INT or another type");
    }
    if (type.freed) {
      throw new MPIException(
          ErrorClass.TYPE,
          type == Predefined.DATATYPE_NULL
              ? operation + ": the datatype is MPI.DATATYPE_NULL: pass MPI.INT or another type"
              : operation + ": the datatype " + type + " was freed: use it before free() only");
    }
    return type.layout;
  }

  private static Datatype strided(String operation, long[] shape, long unit, Datatype oldtype) {
    Layout part = layoutOf(operation, oldtype);
    requireCount(operation, shape[0]);
    requireCount(operation, shape[1]);
    return build(
        operation,
        new Object[] {shape[0], shape[1], shape[2], oldtype},
        () -> oldtype.basics.times(Math.multiplyExact(shape[0], shape[1])),
        oldtype.kind,
        () -> {
          LayoutBuilder builder = new LayoutBuilder(part.type());
          long step = Math.multiplyExact(shape[2], unit);
          long block = Math.multiplyExact(shape[1], part.extent());
          if (step == block) {
            return builder.block(0, Math.multiplyExact(shape[0], shape[1]), part);
          }
          if (part.size() == 0) {
            return builder
                .block(0, Math.min(1, shape[0]) * shape[1], part)
                .block(Math.multiplyExact(shape[0] - 1, step), shape[1], part);
          }
          for (long i = 0; i < shape[0] && shape[1] > 0; i++) {
            builder.block(Math.multiplyExact(i, step), shape[1], part);
          }
          return builder;
        });
  }

  private static Datatype scattered(
      String operation, long[] blocklengths, long[] displacements, long unit, Datatype oldtype) {
    Layout part = layoutOf(operation, oldtype);
    requireSameLength(operation, blocklengths, displacements);
    return build(
        operation,
        new Object[] {Arrays.toString(blocklengths), Arrays.toString(displacements), oldtype},
        () -> oldtype.basics.times(Arrays.stream(blocklengths).reduce(0, Math::addExact)),
        oldtype.kind,
        () -> {
          LayoutBuilder builder = new LayoutBuilder(part.type());
          for (int i = 0; i < blocklengths.length; i++) {
            builder.block(Math.multiplyExact(displacements[i], unit), blocklengths[i], part);
          }
          return builder;
        });
  }

  /** May throw an ArithmeticException. */
  private interface Recipe {
    LayoutBuilder build();
  }

  private static Datatype build(
      String operation, Object[] arguments, Supplier<Basics> basics, Kind kind, Recipe recipe) {
    String text = Arrays.toString(arguments);
    String inner = text.substring(1, text.length() - 1);
    String shown = inner.length() > SHOWN ? inner.substring(0, SHOWN) + "..." : inner;
    String name = operation + "(" + shown + ")";
    try {
      return new Datatype(recipe.build().build(name), false, basics.get(), kind);
    } catch (ArithmeticException e) {
      throw new MPIException(
          ErrorClass.ARG,
          (name + " is too large (" + e.getMessage() + "): use smaller counts or displacements")
              + ", or several items of a smaller type");
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

  private static void addPart(LayoutBuilder builder, long count, long displacement, Datatype type) {
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

  private static void requireCount(String operation, long count) {
    if (count < 0) {
      throw new MPIException(
          ErrorClass.COUNT, operation + ": count " + count + " is negative: use 0 or more");
    }
  }

  private static long[] longs(String operation, String what, int @Nullable [] values) {
    long[] longs = Cuts.longs(values);
    if (longs == null) {
      throw noArray(operation, what);
    }
    return longs;
  }

  private static MPIException noArray(String operation, String what) {
    return new MPIException(
        ErrorClass.ARG,
        operation + ": the array of " + what + " is null: pass one entry for each block");
  }

  private static void requireSameLength(
      String operation, long @Nullable [] blocklengths, long @Nullable [] displacements) {
    if (blocklengths == null || displacements == null) {
      throw noArray(operation, blocklengths == null ? "blocklengths" : "displacements");
    }
    if (blocklengths.length != displacements.length) {
      throw lengths(
          operation, "blocklengths", blocklengths.length, "displacements", displacements.length);
    }
    for (long each : blocklengths) {
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
