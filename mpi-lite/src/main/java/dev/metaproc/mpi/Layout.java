package dev.metaproc.mpi;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Which elements of an array one item of a datatype means (MPI-4.1 section 5.1). All positions are
 * counted in elements of the base type, relative to the item's start:
 *
 * <pre>
 *   Vector(2, 2, 3, INT)       x x . x x      runs {0,2} {3,2}, size 4, lb 0, ub 5, extent 5
 * </pre>
 *
 * Item {@code i} of a buffer begins at {@code offset + i * extent}. Immutable.
 */
public final class Layout {
  private static final Map<ElementType, Layout> BASIC = basics();

  /** Far enough from the largest long that positions may be added to it. */
  private static final long BEYOND = 1L << 62;

  private final ElementType type;
  private final String name;
  private final long[] starts;
  private final long[] lengths;
  private final long size;
  private final long lowerBound;
  private final long upperBound;
  private final long first;
  private final long end;
  private final boolean isContiguous;

  Layout(ElementType type, String name, RunList runs, long lowerBound, long upperBound) {
    this(type, name, runs.starts(), runs.lengths(), lowerBound, upperBound);
  }

  private Layout(
      ElementType type,
      String name,
      long[] starts,
      long[] lengths,
      long lowerBound,
      long upperBound) {
    this.type = type;
    this.name = name;
    this.starts = starts;
    this.lengths = lengths;
    this.size = LongStream.of(lengths).reduce(0, Math::addExact);
    this.lowerBound = lowerBound;
    this.upperBound = upperBound;
    this.first = LongStream.of(starts).min().orElse(0);
    this.end =
        IntStream.range(0, starts.length).mapToLong(i -> starts[i] + lengths[i]).max().orElse(0);
    this.isContiguous = size == 0 || (starts.length == 1 && starts[0] == 0 && extent() == size);
  }

  /** {@code elements} neighbouring elements of {@code type}, called {@code name}. */
  public static Layout of(ElementType type, String name, long elements) {
    RunList runs = new RunList();
    runs.add(0, elements);
    return new Layout(type, name, runs, 0, elements);
  }

  /** One element of {@code type}. */
  public static Layout basic(ElementType type) {
    return Objects.requireNonNull(BASIC.get(type));
  }

  private static Map<ElementType, Layout> basics() {
    Map<ElementType, Layout> layouts = new EnumMap<>(ElementType.class);
    for (ElementType type : ElementType.values()) {
      layouts.put(type, of(type, type.mpiName(), 1));
    }
    return Map.copyOf(layouts);
  }

  /** A product, or one too large for any memory, of its sign, where a long does not hold it. */
  public static long times(long items, long size) {
    long high = Math.multiplyHigh(items, size);
    long low = items * size;
    boolean isExact = high == low >> (Long.SIZE - 1);
    return isExact ? low : high < 0 ? -BEYOND : BEYOND;
  }

  /** A sum of two positions, or one too large for any memory; more may be added to it. */
  static long plus(long position, long distance) {
    long far = BEYOND / 2;
    return Math.clamp(position, -far, far) + Math.clamp(distance, -far, far);
  }

  public ElementType type() {
    return type;
  }

  public String name() {
    return name;
  }

  /** Elements of data in one item. */
  public long size() {
    return size;
  }

  public long lowerBound() {
    return lowerBound;
  }

  public long upperBound() {
    return upperBound;
  }

  /** Elements from one item to the next. */
  public long extent() {
    return upperBound - lowerBound;
  }

  /** The lowest position of data in one item. */
  public long trueLowerBound() {
    return first();
  }

  /** From the first to behind the last position of data in one item. */
  public long trueExtent() {
    return end() - first();
  }

  /** The same layout under another name. */
  public Layout named(String other) {
    return new Layout(type, other, starts, lengths, lowerBound, upperBound);
  }

  /** The same bytes as elements of {@link ElementType#BYTE}. */
  public Layout inBytes() {
    int bytes = type.bytes();
    long[] byteStarts =
        LongStream.of(starts).map(each -> Math.multiplyExact(each, bytes)).toArray();
    long[] byteLengths =
        LongStream.of(lengths).map(each -> Math.multiplyExact(each, bytes)).toArray();
    long lower = Math.multiplyExact(lowerBound, bytes);
    long upper = Math.multiplyExact(upperBound, bytes);
    return new Layout(ElementType.BYTE, name, byteStarts, byteLengths, lower, upper);
  }

  /** A layout of bytes that are elements of {@code other}. */
  Layout inElements(ElementType other) {
    int bytes = other.bytes();
    return new Layout(
        other,
        name,
        LongStream.of(starts).map(each -> each / bytes).toArray(),
        LongStream.of(lengths).map(each -> each / bytes).toArray(),
        lowerBound / bytes,
        upperBound / bytes);
  }

  /** Are consecutive items one unbroken run? */
  boolean isContiguous() {
    return isContiguous;
  }

  int runs() {
    return starts.length;
  }

  long start(int run) {
    return starts[run];
  }

  long length(int run) {
    return lengths[run];
  }

  /** The lowest position one item touches. */
  long first() {
    return first;
  }

  /** One past the highest position one item touches. */
  long end() {
    return end;
  }

  @Override
  public String toString() {
    return name;
  }
}
