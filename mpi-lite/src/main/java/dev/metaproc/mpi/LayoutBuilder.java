package dev.metaproc.mpi;

/**
 * Composes a {@link Layout} from blocks of others. The bounds are those of MPI-4.1 section 5.1.6:
 * the lowest lower bound and the highest upper bound of all blocks, unless set explicitly. Every
 * method throws an ArithmeticException when a position exceeds an int.
 */
public final class LayoutBuilder {
  private final ElementType type;
  private final RunList runs = new RunList();
  private int lowerBound = Integer.MAX_VALUE;
  private int upperBound = Integer.MIN_VALUE;

  public LayoutBuilder(ElementType type) {
    this.type = type;
  }

  /** Adds {@code count} consecutive items of {@code part}, the first at {@code displacement}. */
  public LayoutBuilder block(int displacement, int count, Layout part) {
    if (count > 0) {
      int last = Math.addExact(displacement, Math.multiplyExact(count - 1, part.extent()));
      include(displacement, part);
      include(last, part);
      addRuns(displacement, count, part);
    }
    return this;
  }

  /** Sets the lower bound to at most {@code position}, whatever the blocks say. */
  public LayoutBuilder lowerBound(int position) {
    lowerBound = position;
    return this;
  }

  public LayoutBuilder upperBound(int position) {
    upperBound = position;
    return this;
  }

  /** Pads the end as a C compiler does, so that items of {@code bytes} are aligned in arrays. */
  public LayoutBuilder alignedTo(int bytes) {
    if (upperBound > lowerBound) {
      int rest = (upperBound - lowerBound) % bytes;
      upperBound = rest == 0 ? upperBound : Math.addExact(upperBound, bytes - rest);
    }
    return this;
  }

  public Layout build(String name) {
    boolean empty = lowerBound == Integer.MAX_VALUE && upperBound == Integer.MIN_VALUE;
    return new Layout(type, name, runs, empty ? 0 : lowerBound, empty ? 0 : upperBound);
  }

  private void include(int position, Layout part) {
    lowerBound = Math.min(lowerBound, Math.addExact(position, part.lowerBound()));
    upperBound = Math.max(upperBound, Math.addExact(position, part.upperBound()));
  }

  private void addRuns(int displacement, int count, Layout part) {
    if (part.isContiguous()) {
      runs.add(displacement, count * part.size());
      return;
    }
    for (int item = 0; item < count; item++) {
      for (int run = 0; run < part.runs(); run++) {
        runs.add(displacement + item * part.extent() + part.start(run), part.length(run));
      }
    }
  }
}
