package dev.metaproc.launcher.job;

import dev.metaproc.launcher.mpiexec.GlobalOptions.MpjArguments;
import dev.metaproc.launcher.mpiexec.Segment;
import dev.metaproc.launcher.program.Executable;
import dev.metaproc.launcher.program.MpjDialect;
import java.util.ArrayList;
import java.util.List;

/**
 * What one rank is to run.
 *
 * @param number its rank in the job
 * @param part which segment of the command line it comes from, counted from 0
 * @param mpjArguments whether its main expects the three arguments of MPJ Express
 */
record RankPlan(
    int number, int part, Segment segment, Executable executable, boolean mpjArguments) {
  /** The plans of all ranks, in the order of the segments. */
  static List<RankPlan> of(
      List<Segment> segments, List<Executable> executables, MpjArguments choice) {
    List<RankPlan> plans = new ArrayList<>();
    for (int part = 0; part < segments.size(); part++) {
      Segment segment = segments.get(part);
      Executable executable = executables.get(part);
      boolean mpj =
          switch (choice) {
            case ON -> true;
            case OFF -> false;
            case AUTO -> MpjDialect.isSpokenBy(executable, segment.directory());
          };
      for (int i = 0; i < segment.ranks(); i++) {
        plans.add(new RankPlan(plans.size(), part, segment, executable, mpj));
      }
    }
    return plans;
  }
}
