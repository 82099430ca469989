package dev.metaproc.launcher.job;

import dev.metaproc.launcher.mpiexec.Segment;
import dev.metaproc.launcher.program.Executable;
import java.util.ArrayList;
import java.util.List;

/**
 * What one rank is to run.
 *
 * @param number its rank in the job
 * @param part which segment of the command line it comes from, counted from 0
 */
record RankPlan(int number, int part, Segment segment, Executable executable) {
  /** The plans of all ranks, in the order of the segments. */
  static List<RankPlan> of(List<Segment> segments, List<Executable> executables) {
    List<RankPlan> plans = new ArrayList<>();
    for (int part = 0; part < segments.size(); part++) {
      Segment segment = segments.get(part);
      for (int i = 0; i < segment.ranks(); i++) {
        plans.add(new RankPlan(plans.size(), part, segment, executables.get(part)));
      }
    }
    return plans;
  }
}
