package dev.metaproc.mpi;

/**
 * What is told of a small message that was received, as a number, so that receiving makes no
 * garbage:
 *
 * <pre>
 *   bits   0..30   31..36     37..62
 *          tag     elements   source
 * </pre>
 */
public final class SmallReceipt {
  /** Nothing was received. */
  public static final long NONE = -1;

  /** More ranks than there ever are. */
  static final int MAX_SOURCE = 1 << 26;

  private static final int SOURCE = 37;
  private static final int ELEMENTS = 31;

  private SmallReceipt() {}

  static long of(int source, int elements, int tag) {
    return (long) source << SOURCE | (long) elements << ELEMENTS | tag;
  }

  /** The sender's rank in the communicator. */
  public static int source(long receipt) {
    return (int) (receipt >>> SOURCE);
  }

  /** Elements of the base type. */
  public static int elements(long receipt) {
    return (int) (receipt >>> ELEMENTS) & 0x3f;
  }

  public static int tag(long receipt) {
    return (int) receipt & Integer.MAX_VALUE;
  }
}
