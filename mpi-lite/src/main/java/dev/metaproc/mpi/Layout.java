package dev.metaproc.mpi;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

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

  private final ElementType type;
  private final String name;
  private final int[] starts;
  private final int[] lengths;
  private final int size;
  private final int lowerBound;
  private final int upperBound;
  private final int first;
  private final int end;
  private final boolean isContiguous;

  Layout(ElementType type, String name, RunList runs, int lowerBound, int upperBound) {
    this(type, name, runs.starts(), runs.lengths(), lowerBound, upperBound);
  }

  private Layout(
      ElementType type, String name, int[] starts, int[] lengths, int lowerBound, int upperBound) {
    this.type = type;
    this.name = name;
    this.starts = starts;
    this.lengths = lengths;
    this.size = IntStream.of(lengths).reduce(0, Math::addExact);
    this.lowerBound = lowerBound;
    this.upperBound = upperBound;
    this.first = IntStream.of(starts).min().orElse(0);
    this.end = IntStream.range(0, starts.length).map(i -> starts[i] + lengths[i]).max().orElse(0);
    this.isContiguous = size == 0 || (starts.length == 1 && starts[0] == 0 && extent() == size);
  }

  /** {@code elements} neighbouring elements of {@code type}, called {@code name}. */
  public static Layout of(ElementType type, String name, int elements) {
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

  public ElementType type() {
    return type;
  }

  public String name() {
    return name;
  }

  /** Elements of data in one item. */
  public int size() {
    return size;
  }

  public int lowerBound() {
    return lowerBound;
  }

  public int upperBound() {
    return upperBound;
  }

  /** Elements from one item to the next. */
  public int extent() {
    return upperBound - lowerBound;
  }

  /** The lowest position of data in one item. */
  public int trueLowerBound() {
    return first();
  }

  /** From the first to behind the last position of data in one item. */
  public int trueExtent() {
    return end() - first();
  }

  /** The same layout under another name. */
  public Layout named(String other) {
    return new Layout(type, other, starts, lengths, lowerBound, upperBound);
  }

  /** The same bytes as elements of {@link ElementType#BYTE}. */
  public Layout inBytes() {
    int bytes = type.bytes();
    int[] byteStarts = IntStream.of(starts).map(each -> Math.multiplyExact(each, bytes)).toArray();
    int[] byteLengths =
        IntStream.of(lengths).map(each -> Math.multiplyExact(each, bytes)).toArray();
    int lower = Math.multiplyExact(lowerBound, bytes);
    int upper = Math.multiplyExact(upperBound, bytes);
    return new Layout(ElementType.BYTE, name, byteStarts, byteLengths, lower, upper);
  }

  /** A layout of bytes that are elements of {@code other}. */
  Layout inElements(ElementType other) {
    int bytes = other.bytes();
    return new Layout(
        other,
        name,
        IntStream.of(starts).map(each -> each / bytes).toArray(),
        IntStream.of(lengths).map(each -> each / bytes).toArray(),
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

  int start(int run) {
    return starts[run];
  }

  int length(int run) {
    return lengths[run];
  }

  /** The lowest position one item touches. */
  int first() {
    return first;
  }

  /** One past the highest position one item touches. */
  int end() {
    return end;
  }

  @Override
  public String toString() {
    return name;
  }
}
