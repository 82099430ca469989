package mpi;

/**
 * Which basic values one item of a datatype consists of, by their sizes: what {@code
 * MPI_Get_elements} counts. Kept as runs of equal sizes. Immutable.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Basics(int[] sizes, long[] counts, long repeats) {
  static final Basics NONE = new Basics(new int[0], new long[0], 1);

  /** Runs of different sizes that are kept one by one. */
  private static final long MOST_RUNS = 1 << 24;

  /** One value of so many bytes. */
  static Basics of(int bytes) {
    return new Basics(new int[] {bytes}, new long[] {1}, 1);
  }

  /**
   * The values of {@code count} items.
   *
   * @throws ArithmeticException when there are too many to be counted
   */
  Basics times(long count) {
    long items = Math.max(0, count);
    if (sizes.length == 1) {
      return new Basics(sizes, new long[] {Math.multiplyExact(counts[0], items)}, 1);
    }
    return new Basics(sizes, counts, Math.multiplyExact(repeats, items));
  }

  /** These values, then others. */
  Basics and(Basics next) {
    int own = runs();
    int other = next.runs();
    int[] allSizes = new int[own + other];
    long[] allCounts = new long[own + other];
    for (int i = 0; i < own + other; i++) {
      Basics from = i < own ? this : next;
      int run = (i < own ? i : i - own) % from.sizes.length;
      allSizes[i] = from.sizes[run];
      allCounts[i] = from.counts[run];
    }
    return new Basics(allSizes, allCounts, 1);
  }

  private int runs() {
    long runs = Math.multiplyExact(sizes.length, repeats);
    if (runs > MOST_RUNS) {
      throw new ArithmeticException(runs + " runs of values");
    }
    return (int) runs;
  }

  /** The largest value's size, at most 8: what a C compiler aligns to. */
  int alignment() {
    int largest = 1;
    for (int size : sizes) {
      largest = Math.max(largest, Math.min(8, size));
    }
    return largest;
  }

  private long bytes() {
    long sum = 0;
    for (int i = 0; i < sizes.length; i++) {
      sum += sizes[i] * counts[i];
    }
    return sum * repeats;
  }

  private long values() {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum * repeats;
  }

  /** How many values {@code bytes} bytes of consecutive items hold; -1 if one would be cut. */
  long in(long bytes) {
    long item = bytes();
    if (item == 0) {
      return 0;
    }
    long found = bytes / item * values();
    long rest = bytes % item;
    for (int run = 0; rest > 0; run = (run + 1) % sizes.length) {
      long fitting = Math.min(counts[run], rest / sizes[run]);
      found += fitting;
      rest -= fitting * sizes[run];
      if (fitting < counts[run]) {
        break;
      }
    }
    return rest == 0 ? found : -1;
  }

  /** Bytes of the first {@code values} values of consecutive items. */
  long bytesOf(long values) {
    long each = values();
    if (each == 0) {
      return 0;
    }
    long bytes = values / each * bytes();
    long rest = values % each;
    for (int run = 0; rest > 0; run = (run + 1) % sizes.length) {
      long taken = Math.min(counts[run], rest);
      bytes += taken * sizes[run];
      rest -= taken;
    }
    return bytes;
  }
}
