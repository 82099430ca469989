package dev.metaproc.mpi;

import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * {@code count} items of a layout in a Java array or a {@link Memory}, starting at {@code offset}:
 * the three arguments every MPI call describes its data with. A region made by {@link RegionCheck}
 * lies inside its array; so its positions are ints where that is a Java array, and longs only in a
 * memory.
 */
public record Region(Object array, long offset, long count, Layout layout) {
  ElementType type() {
    return layout.type();
  }

  /** Elements of data, which is what must agree between a sender and a receiver. */
  long elements() {
    return count * layout.size();
  }

  /** Bytes of data; 0 for objects. */
  long bytes() {
    return elements() * type().bytes();
  }

  /** One unbroken run in a Java array of the element type. */
  boolean isContiguous() {
    return layout.isContiguous() && !(array instanceof Memory);
  }

  /** One unbroken run, in an array or a memory. */
  boolean isGapless() {
    return layout.isContiguous();
  }

  /** The first {@code items} items of this region. */
  Region first(long items) {
    return new Region(array, offset, items, layout);
  }

  /** Of a region without gaps: {@code elements} elements from {@code start} on. */
  Region part(long start, long elements) {
    return contiguous(type(), array, offset + start, elements);
  }

  /** The same data in an array of its own, without gaps. */
  public Region packed() {
    Region copy = contiguous(type(), type().newStorage(elements()), 0, elements());
    copyTo(copy);
    return copy;
  }

  /** The same data in a Java array; there must be an array as long. */
  Object packedArray() {
    Object copy = type().newArray(Math.toIntExact(elements()));
    copyTo(contiguous(type(), copy, 0, elements()));
    return copy;
  }

  /** A private array of the same shape, gaps included, with the same data. */
  public Region duplicate() {
    Region copy = emptyDuplicate(this);
    copyTo(copy);
    return copy;
  }

  /** All bytes of the items, gaps included, from the first item's start, in native order. */
  public Region inBytes() {
    Layout bytes = layout.inBytes();
    Region copy = new Region(new byte[Math.toIntExact(spanInBytes())], 0, count, bytes);
    copyTo(copy.typed(type()));
    return copy;
  }

  /** Do both hold the same data, bit by bit? */
  public boolean hasSameBytes(Region other) {
    return Arrays.equals((byte[]) inBytes().array(), (byte[]) other.inBytes().array());
  }

  /** Takes the data back that {@link #inBytes} gave. */
  public void fillFromBytes(Region bytes) {
    bytes.typed(type()).copyTo(this);
  }

  /** The same bytes seen as elements, by the layout they had as such. */
  private Region typed(ElementType type) {
    Memory memory = Memory.ofBytes((byte[]) array);
    return new Region(memory, 0, count, layout.inElements(type));
  }

  /** Elements from the first item's start to the last one's end, gaps included. */
  public long span() {
    return Math.max(0, Math.max(count * layout.extent(), layout.end() * Math.min(count, 1)));
  }

  private long spanInBytes() {
    return span() * type().bytes();
  }

  /** The same data in a private array that begins with the first item. */
  public Region fromStart() {
    Object copy = Array.newInstance(type().componentOf(array), Math.toIntExact(span()));
    Region whole = new Region(copy, 0, count, layout);
    copyTo(whole);
    return whole;
  }

  /**
   * A private array of the same shape, gaps included, without data.
   *
   * @param like of whose Java type the array is: {@code BigDecimal[]} rather than {@code Object[]}
   */
  Region emptyDuplicate(Region like) {
    Class<?> component = like.type().componentOf(like.array);
    if (elements() == 0) {
      return new Region(Array.newInstance(component, 0), 0, count, layout);
    }
    long low = lowest();
    Object copy = type().newStorage(component, highest() - low);
    return new Region(copy, offset - low, count, layout);
  }

  /** Copies the data, in order. The target must have room and the same element type. */
  public void copyTo(Region target) {
    long remaining = elements();
    if (isContiguous() && target.isContiguous()) {
      System.arraycopy(array, (int) offset, target.array, (int) target.offset, (int) remaining);
      return;
    }
    new RunCursor(this).copyTo(new RunCursor(target), remaining);
  }

  static Region contiguous(ElementType type, Object array, long offset, long elements) {
    return new Region(array, offset, elements, Layout.basic(type));
  }

  long lowest() {
    return offset + Math.min(0, (count - 1) * layout.extent()) + layout.first();
  }

  long highest() {
    return offset + Math.max(0, (count - 1) * layout.extent()) + layout.end();
  }

  @Override
  public String toString() {
    return elements() + " " + type().mpiName();
  }
}
