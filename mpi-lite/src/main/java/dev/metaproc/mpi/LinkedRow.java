package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/** A queue whose elements carry the links: O(1) to append and to unlink. Guarded by its owner. */
final class LinkedRow<T extends Link<T>> {
  private @Nullable T first;
  private @Nullable T last;

  @Nullable T first() {
    return first;
  }

  void append(T element) {
    element.previous = last;
    element.next = null;
    element.linked = true;
    if (last == null) {
      first = element;
    } else {
      last.next = element;
    }
    last = element;
  }

  /** True if the element was in the row. */
  boolean unlink(T element) {
    if (!element.linked) {
      return false;
    }
    if (element.previous == null) {
      first = element.next;
    } else {
      element.previous.next = element.next;
    }
    if (element.next == null) {
      last = element.previous;
    } else {
      element.next.previous = element.previous;
    }
    element.next = null;
    element.previous = null;
    element.linked = false;
    return true;
  }
}
