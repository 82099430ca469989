package dev.metaproc.mpi;

import java.lang.reflect.Array;

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

  boolean isContiguous() {
    return layout.isContiguous();
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
  Region duplicate() {
    Region copy = emptyDuplicate(this);
    copyTo(copy);
    return copy;
  }

  /**
   * A private array of the same shape, gaps included, without data.
   *
   * @param like of whose Java type the array is: {@code BigDecimal[]} rather than {@code Object[]}
   */
  Region emptyDuplicate(Region like) {
    Class<?> component = like.array.getClass().getComponentType();
    if (elements() == 0) {
      return new Region(Array.newInstance(component, 0), 0, count, layout);
    }
    int low = lowest();
    Object copy = Array.newInstance(component, highest() - low);
    return new Region(copy, offset - low, count, layout);
  }

  /** Copies the data, in order. The target must have room and the same element type. */
  void copyTo(Region target) {
    int remaining = elements();
    if (isContiguous() && target.isContiguous()) {
      System.arraycopy(array, offset, target.array, target.offset, remaining);
      return;
    }
    RunCursor from = new RunCursor(this);
    RunCursor to = new RunCursor(target);
    while (remaining > 0) {
      int length = Math.min(remaining, Math.min(from.available(), to.available()));
      System.arraycopy(array, from.position(), target.array, to.position(), length);
      from.advance(length);
      to.advance(length);
      remaining -= length;
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
