package dev.metaproc.mpi;

import java.util.Arrays;

/**
 * The arithmetic of a Cartesian topology (MPI-4.1 section 8.5): row-major, the last dimension
 * varies fastest. Immutable. Arguments are the caller's to check.
 */
public final class Grid {
  private final int[] dimensions;
  private final boolean[] periodic;

  public Grid(int[] dimensions, boolean[] periodic) {
    this.dimensions = dimensions.clone();
    this.periodic = Arrays.copyOf(periodic, dimensions.length);
  }

  public int[] dimensions() {
    return dimensions.clone();
  }

  public boolean[] periodic() {
    return periodic.clone();
  }

  public int rank() {
    return dimensions.length;
  }

  /** Ranks in the grid. */
  public long size() {
    long size = 1;
    for (int each : dimensions) {
      size *= each;
    }
    return size;
  }

  public boolean isPeriodic(int dimension) {
    return periodic[dimension];
  }

  public int[] coordinates(int rank) {
    int[] coordinates = new int[dimensions.length];
    int rest = rank;
    for (int i = dimensions.length - 1; i >= 0; i--) {
      coordinates[i] = rest % dimensions[i];
      rest /= dimensions[i];
    }
    return coordinates;
  }

  /** The rank there; periodic dimensions wrap, outside of others is {@code PROC_NULL}. */
  public int rankAt(int... coordinates) {
    int rank = 0;
    for (int i = 0; i < dimensions.length; i++) {
      int at = coordinates[i];
      if (at < 0 || at >= dimensions[i]) {
        if (!periodic[i]) {
          return Wildcards.PROC_NULL;
        }
        at = Math.floorMod(at, dimensions[i]);
      }
      rank = rank * dimensions[i] + at;
    }
    return rank;
  }

  /** The rank {@code displacement} steps along {@code dimension} from {@code rank}. */
  public int shifted(int rank, int dimension, int displacement) {
    int[] coordinates = coordinates(rank);
    long at = (long) coordinates[dimension] + displacement;
    // Two dimensions apart wrap to the same place, and a sum of ints must not overflow.
    coordinates[dimension] =
        periodic[dimension]
            ? Math.floorMod(at, dimensions[dimension])
            : Math.clamp(at, -1, dimensions[dimension]);
    return rankAt(coordinates);
  }

  /** The grid of the dimensions that remain. */
  public Grid sub(boolean[] remain) {
    int[] kept = new int[dimensions.length];
    boolean[] wraps = new boolean[dimensions.length];
    int count = 0;
    for (int i = 0; i < dimensions.length; i++) {
      if (remain[i]) {
        kept[count] = dimensions[i];
        wraps[count++] = periodic[i];
      }
    }
    return new Grid(Arrays.copyOf(kept, count), Arrays.copyOf(wraps, count));
  }

  /** The number of the sub-grid a rank is in, and its rank there. */
  public int[] subPosition(int rank, boolean[] remain) {
    int[] coordinates = coordinates(rank);
    int colour = 0;
    int key = 0;
    for (int i = 0; i < dimensions.length; i++) {
      if (remain[i]) {
        key = key * dimensions[i] + coordinates[i];
      } else {
        colour = colour * dimensions[i] + coordinates[i];
      }
    }
    return new int[] {colour, key};
  }

  /**
   * Fills the zeros of {@code dimensions} with factors of {@code ranks} as equal as possible, the
   * greater first. False if the dimensions given do not divide {@code ranks}.
   */
  public static boolean fill(int ranks, int[] dimensions) {
    int rest = ranks;
    int free = 0;
    for (int each : dimensions) {
      if (each == 0) {
        free++;
      } else if (rest % each != 0) {
        return false;
      } else {
        rest /= each;
      }
    }
    if (free == 0) {
      return rest == 1;
    }
    int[] factors = balanced(rest, free);
    int next = 0;
    for (int i = 0; i < dimensions.length; i++) {
      if (dimensions[i] == 0) {
        dimensions[i] = factors[next++];
      }
    }
    return true;
  }

  /** Of all ways to write {@code product} as {@code count} factors, the one with the least sum. */
  private static int[] balanced(int product, int count) {
    int[] best = new int[count];
    search(product, count, product, new int[count], best);
    return best;
  }

  private static void search(int product, int left, int limit, int[] chosen, int[] best) {
    int position = chosen.length - left;
    if (left == 1) {
      if (product <= limit) {
        chosen[position] = product;
        if (best[0] == 0 || Arrays.stream(chosen).sum() < Arrays.stream(best).sum()) {
          System.arraycopy(chosen, 0, best, 0, best.length);
        }
      }
      return;
    }
    for (int factor = 1; factor <= limit && factor <= product; factor++) {
      if (product % factor == 0) {
        chosen[position] = factor;
        search(product / factor, left - 1, factor, chosen, best);
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Grid grid
        && Arrays.equals(dimensions, grid.dimensions)
        && Arrays.equals(periodic, grid.periodic);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(dimensions) + Arrays.hashCode(periodic);
  }

  /** As an error names it: dimensions and whether they wrap. */
  @Override
  public String toString() {
    return "dims " + Arrays.toString(dimensions) + " periods " + Arrays.toString(periodic);
  }
}
