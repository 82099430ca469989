package dev.metaproc.mpi;

/**
 * Composes a {@link Layout} from blocks of others. The bounds are those of MPI-4.1 section 5.1.6:
 * the lowest lower bound and the highest upper bound of all blocks, unless set explicitly. Every
 * method throws an ArithmeticException when a position lies too far out.
 */
public final class LayoutBuilder {
  /** Elements; so far that sums of positions and of sizes need no care. */
  private static final long FARTHEST = 1L << 48;

  private final ElementType type;
  private final RunList runs = new RunList();
  private long lowerBound = Long.MAX_VALUE;
  private long upperBound = Long.MIN_VALUE;

  public LayoutBuilder(ElementType type) {
    this.type = type;
  }

  /** Adds {@code count} consecutive items of {@code part}, the first at {@code displacement}. */
  public LayoutBuilder block(long displacement, long count, Layout part) {
    if (count > 0) {
      long last = Math.addExact(displacement, Math.multiplyExact(count - 1, part.extent()));
      include(displacement, part);
      include(last, part);
      addRuns(displacement, count, part);
    }
    return this;
  }

  /** Sets the lower bound to at most {@code position}, whatever the blocks say. */
  public LayoutBuilder lowerBound(long position) {
    lowerBound = position;
    return this;
  }

  public LayoutBuilder upperBound(long position) {
    upperBound = position;
    return this;
  }

  /** Pads the end as a C compiler does, so that items of {@code bytes} are aligned in arrays. */
  public LayoutBuilder alignedTo(int bytes) {
    if (upperBound > lowerBound) {
      long rest = (upperBound - lowerBound) % bytes;
      upperBound = rest == 0 ? upperBound : Math.addExact(upperBound, bytes - rest);
    }
    return this;
  }

  public Layout build(String name) {
    requireReachable(lowerBound);
    requireReachable(upperBound);
    boolean empty = lowerBound == Long.MAX_VALUE && upperBound == Long.MIN_VALUE;
    return new Layout(type, name, runs, empty ? 0 : lowerBound, empty ? 0 : upperBound);
  }

  private static void requireReachable(long bound) {
    boolean isSet = bound != Long.MAX_VALUE && bound != Long.MIN_VALUE;
    if (isSet && Math.abs(bound) > FARTHEST) {
      throw new ArithmeticException("position " + bound);
    }
  }

  private void include(long position, Layout part) {
    lowerBound = Math.min(lowerBound, Math.addExact(position, part.lowerBound()));
    upperBound = Math.max(upperBound, Math.addExact(position, part.upperBound()));
  }

  private void addRuns(long displacement, long count, Layout part) {
    if (part.isContiguous()) {
      runs.add(displacement, Math.multiplyExact(count, part.size()));
      return;
    }
    for (long item = 0; item < count; item++) {
      for (int run = 0; run < part.runs(); run++) {
        runs.add(displacement + item * part.extent() + part.start(run), part.length(run));
      }
    }
  }
}
