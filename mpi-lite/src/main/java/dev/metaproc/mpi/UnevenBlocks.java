package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/**
 * The blocks of the {@code v} collectives: block {@code k} starts {@code displacements[k]} items
 * after {@code offset} and has {@code counts[k]} items.
 */
@SuppressWarnings("ArrayRecordComponent") // private copies, never compared
public record UnevenBlocks(
    Object array, int offset, Layout layout, long[] counts, long[] displacements)
    implements Blocks {
  /** Checks that every block is in the buffer; the arrays are copied. */
  public static UnevenBlocks check(
      RegionCheck check,
      @Nullable Object buffer,
      int offset,
      long @Nullable [] counts,
      long @Nullable [] displacements,
      BlockShape shape) {
    Layout layout = shape.layout();
    long[] sizes = check.perMember("counts", counts, shape.members()).clone();
    long[] starts = check.perMember("displacements", displacements, shape.members()).clone();
    Object array = check.region(buffer, offset, 0, layout).array();
    for (int k = 0; k < shape.members(); k++) {
      if (sizes[k] != 0) {
        array =
            check.region(buffer, check.start(offset, starts[k], layout), sizes[k], layout).array();
      } else {
        starts[k] = 0; // what programs leave there, where there is nothing, means nothing
      }
    }
    return new UnevenBlocks(array, offset, layout, sizes, starts);
  }

  @Override
  public Region block(int member) {
    long start = offset + displacements[member] * layout.extent();
    return new Region(array, start, counts[member], layout);
  }

  @Override
  public UnevenBlocks of(Object other) {
    return new UnevenBlocks(other, offset, layout, counts, displacements);
  }
}
