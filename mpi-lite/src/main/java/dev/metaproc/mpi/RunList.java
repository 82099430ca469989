package dev.metaproc.mpi;

import java.util.Arrays;

/** A growing list of element runs; neighbours that touch become one. */
final class RunList {
  private int[] starts = new int[4];
  private int[] lengths = new int[4];
  private int count;

  void add(int start, int length) {
    if (length == 0) {
      return;
    }
    if (count > 0 && starts[count - 1] + lengths[count - 1] == start) {
      lengths[count - 1] += length;
      return;
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
    }
    starts[count] = start;
    lengths[count++] = length;
  }

  int[] starts() {
    return Arrays.copyOf(starts, count);
  }

  int[] lengths() {
    return Arrays.copyOf(lengths, count);
  }
}
