package dev.metaproc.isolation;

/**
 * Makes sure that there is stack for a piece of the host's code before it begins: a stack overflow
 * halfway would leave the host's own state half changed.
 */
final class StackReserve {
  /** Frames of this method, more than a hundred interpreted frames of any other in size. */
  private static final int DEPTH = 500;

  private StackReserve() {}

  /**
   * Throws now what would be thrown later.
   *
   * @throws StackOverflowError if the calling thread is about to run out of stack
   */
  static void ensure() {
    long ignored = descend(DEPTH, 0, 0);
  }

  private static long descend(int depth, long a, long b) {
    return depth == 0 ? a + b : descend(depth - 1, a + depth, b ^ a) + a;
  }
}
