package dev.metaproc.mpi;

import java.util.Arrays;

/** A growing list of element runs; neighbours that touch become one. */
final class RunList {
  /** As many as half a gibibyte of memory holds. */
  private static final int MOST = 1 << 25;

  private long[] starts = new long[4];
  private long[] lengths = new long[4];
  private int count;

  void add(long start, long length) {
    if (length == 0) {
      return;
    }
    if (count > 0 && starts[count - 1] + lengths[count - 1] == start) {
      lengths[count - 1] += length;
      return;
    }
    if (count == MOST) {
      throw new ArithmeticException("more than " + MOST + " pieces");
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
    }
    starts[count] = start;
    lengths[count++] = length;
  }

  long[] starts() {
    return Arrays.copyOf(starts, count);
  }

  long[] lengths() {
    return Arrays.copyOf(lengths, count);
  }
}
