package dev.metaproc.mpi;

/** The same region whichever member is asked for. */
record OneBlock(Region region) implements Blocks {
  @Override
  public Region block(int member) {
    return region;
  }

  @Override
  public Object array() {
    return region.array();
  }

  @Override
  public Layout layout() {
    return region.layout();
  }

  @Override
  public OneBlock of(Object other) {
    return new OneBlock(new Region(other, region.offset(), region.count(), layout()));
  }
}
