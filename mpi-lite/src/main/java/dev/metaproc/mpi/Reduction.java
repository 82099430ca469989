package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/**
 * What one rank reduces and where its part of the result goes.
 *
 * @param root the root of a {@link Shape#ROOT}, else {@link Signature#NONE}
 * @param target null at ranks that get nothing
 * @param segmentStart for a {@link Shape#SEGMENT}: how many items lie before this rank's
 */
record Reduction(
    String operation,
    Shape shape,
    int root,
    Region data,
    @Nullable Region target,
    long segmentStart) {
  Signature signature(String op) {
    return new Signature(operation, root, data.type(), data.elements(), op);
  }

  /** The part of {@code whole}, one rank's data, that goes into this rank's result. */
  Region part(Region whole) {
    if (shape != Shape.SEGMENT || target == null) {
      return whole;
    }
    long start = whole.offset() + segmentStart * whole.layout().extent();
    return new Region(whole.array(), start, target.count(), whole.layout());
  }
}
