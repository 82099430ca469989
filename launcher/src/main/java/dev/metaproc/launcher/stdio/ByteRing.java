package dev.metaproc.launcher.stdio;

/**
 * A bounded queue of bytes between two threads, one that offers and one that polls.
 *
 * <pre>
 *   bytes:  . . . [ r e a d a b l e ] . . . .
 *                 ^ read            ^ written      (both only grow; index = position mod capacity)
 * </pre>
 *
 * <p>There is no lock in it. A writer that is killed in the middle of an offer has not moved {@code
 * written}: the reader sees nothing of the half-made offer.
 */
final class ByteRing {
  private static final byte[] NOT_YET = {};

  private final int capacity;

  // Made when first needed: most ranks of a large job never write to standard error.
  private byte[] bytes = NOT_YET;

  // INVARIANT: only the writer stores written, only the reader stores read; the volatile store
  // comes
  // after the copy it announces.
  private volatile long written;
  private volatile long read;

  ByteRing(int capacity) {
    this.capacity = capacity;
  }

  /** Takes in as many of the bytes as there is room for and says how many. */
  int offer(byte[] from, int offset, int length) {
    if (bytes.length == 0) {
      bytes = new byte[capacity];
    }
    long start = written;
    int count = (int) Math.min(length, capacity - (start - read));
    int index = (int) (start % capacity);
    int first = Math.min(count, capacity - index);
    System.arraycopy(from, offset, bytes, index, first);
    System.arraycopy(from, offset + first, bytes, 0, count - first);
    written = start + count;
    return count;
  }

  /** Takes out at most {@code length} bytes and says how many. */
  int poll(byte[] to, int offset, int length) {
    long start = read;
    int count = (int) Math.min(length, written - start);
    int index = (int) (start % capacity);
    int first = Math.min(count, capacity - index);
    System.arraycopy(bytes, index, to, offset, first);
    System.arraycopy(bytes, 0, to, offset + first, count - first);
    read = start + count;
    return count;
  }

  boolean isEmpty() {
    return read == written;
  }

  boolean isFull() {
    return written - read == capacity;
  }

  int size() {
    return (int) (written - read);
  }

  /** How many bytes were ever taken in. */
  long accepted() {
    return written;
  }
}
