package dev.metaproc.mpi;

import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * {@code count} items of a layout in a Java array, starting at {@code offset}: the three arguments
 * every MPI call describes its data with. A region made by {@link RegionCheck} lies inside its
 * array.
 */
public record Region(Object array, int offset, int count, Layout layout) {
  ElementType type() {
    return layout.type();
  }

  /** Elements of data, which is what must agree between a sender and a receiver. */
  int elements() {
    return count * layout.size();
  }

  /** Bytes of data; 0 for objects. */
  long bytes() {
    return (long) elements() * type().bytes();
  }

  /** One unbroken run in a Java array of the element type. */
  boolean isContiguous() {
    return layout.isContiguous() && !(array instanceof Memory);
  }

  /** The first {@code items} items of this region. */
  Region first(int items) {
    return new Region(array, offset, items, layout);
  }

  /** Of a region without gaps: {@code elements} elements from {@code start} on. */
  Region part(int start, int elements) {
    return contiguous(type(), array, offset + start, elements);
  }

  /** The same data in an array of its own, without gaps. */
  public Region packed() {
    Region copy = contiguous(type(), type().newArray(elements()), 0, elements());
    copyTo(copy);
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
    int length = Math.max(count * bytes.extent(), bytes.end() * Math.min(count, 1));
    Region copy = new Region(new byte[length], 0, count, bytes);
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

  /** The same data in a private array that begins with the first item. */
  public Region fromStart() {
    int length = Math.max(count * layout.extent(), layout.end() * Math.min(count, 1));
    Object copy = Array.newInstance(type().componentOf(array), Math.max(0, length));
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
    int low = lowest();
    Object copy = Array.newInstance(component, highest() - low);
    return new Region(copy, offset - low, count, layout);
  }

  /** Copies the data, in order. The target must have room and the same element type. */
  public void copyTo(Region target) {
    int remaining = elements();
    if (isContiguous() && target.isContiguous()) {
      System.arraycopy(array, offset, target.array, target.offset, remaining);
      return;
    }
    RunCursor from = new RunCursor(this);
    RunCursor to = new RunCursor(target);
    while (remaining > 0) {
      int length = Math.min(remaining, Math.min(from.available(), to.available()));
      move(from.position(), target.array, to.position(), length);
      from.advance(length);
      to.advance(length);
      remaining -= length;
    }
  }

  private void move(int position, Object to, int target, int length) {
    if (array instanceof Memory || to instanceof Memory) {
      Memory.copy(type(), array, position, to, target, length);
    } else {
      System.arraycopy(array, position, to, target, length);
    }
  }

  static Region contiguous(ElementType type, Object array, int offset, int elements) {
    return new Region(array, offset, elements, Layout.basic(type));
  }

  private int lowest() {
    return offset + Math.min(0, (count - 1) * layout.extent()) + layout.first();
  }

  private int highest() {
    return offset + Math.max(0, (count - 1) * layout.extent()) + layout.end();
  }

  @Override
  public String toString() {
    return elements() + " " + type().mpiName();
  }
}
