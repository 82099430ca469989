package dev.metaproc.mpi;

/** Walks over a region's elements run by run. */
final class RunCursor {
  private final Region region;
  private final Layout layout;
  private final boolean isUnbroken;
  private int item;
  private int run;
  private int used;

  RunCursor(Region region) {
    this.region = region;
    this.layout = region.layout();
    this.isUnbroken = layout.isContiguous();
  }

  /** Where the next element is in the region's array. */
  int position() {
    return isUnbroken
        ? region.offset() + used
        : region.offset() + item * layout.extent() + layout.start(run) + used;
  }

  /** How many elements follow each other from here. */
  int available() {
    return (isUnbroken ? region.elements() : layout.length(run)) - used;
  }

  void advance(int elements) {
    used += elements;
    if (!isUnbroken && used == layout.length(run)) {
      used = 0;
      if (++run == layout.runs()) {
        run = 0;
        item++;
      }
    }
  }
}
