package dev.metaproc.mpi;

/** Walks over a region's elements run by run. */
final class RunCursor {
  private final Region region;
  private final Layout layout;
  private final boolean isUnbroken;
  private long item;
  private int run;
  private long used;

  RunCursor(Region region) {
    this.region = region;
    this.layout = region.layout();
    this.isUnbroken = layout.isContiguous();
  }

  /** Copies so many elements to another place; both advance. */
  void copyTo(RunCursor target, long elements) {
    long remaining = elements;
    while (remaining > 0) {
      long length = Math.min(remaining, Math.min(available(), target.available()));
      move(target, length);
      advance(length);
      target.advance(length);
      remaining -= length;
    }
  }

  private void move(RunCursor target, long length) {
    Object from = region.array();
    Object into = target.region.array();
    if (from instanceof Memory || into instanceof Memory) {
      Memory.copy(region.type(), from, position(), into, target.position(), length);
    } else {
      System.arraycopy(from, (int) position(), into, (int) target.position(), (int) length);
    }
  }

  /** Where the next element is in the region's array. */
  long position() {
    return isUnbroken
        ? region.offset() + used
        : region.offset() + item * layout.extent() + layout.start(run) + used;
  }

  /** How many elements follow each other from here. */
  long available() {
    return (isUnbroken ? region.elements() : layout.length(run)) - used;
  }

  void advance(long elements) {
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
