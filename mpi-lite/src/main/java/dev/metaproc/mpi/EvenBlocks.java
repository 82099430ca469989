package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/** Blocks of {@code count} items each, one after the other. */
public record EvenBlocks(Object array, long offset, long count, Layout layout) implements Blocks {
  /** Checks that {@code members} blocks of {@code count} items are in the buffer. */
  public static EvenBlocks check(
      RegionCheck check, @Nullable Object buffer, int offset, long count, BlockShape shape) {
    check.requireCount(count);
    long total = Layout.times(count, shape.members());
    Region all = check.region(buffer, offset, total, shape.layout());
    return new EvenBlocks(all.array(), offset, count, shape.layout());
  }

  @Override
  public Region block(int member) {
    return new Region(array, offset + member * count * layout.extent(), count, layout);
  }

  @Override
  public EvenBlocks of(Object other) {
    return new EvenBlocks(other, offset, count, layout);
  }
}
