package dev.metaproc.launcher.mpiexec;

import java.util.List;

/** A whole command line: what holds for the job, and its programs in the order of their ranks. */
public record MpiexecLine(GlobalOptions options, List<Segment> segments) {
  public MpiexecLine {
    segments = List.copyOf(segments);
  }

  public int ranks() {
    return segments.stream().mapToInt(Segment::ranks).sum();
  }
}
