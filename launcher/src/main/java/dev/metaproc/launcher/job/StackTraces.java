package dev.metaproc.launcher.job;

import dev.metaproc.debug.MergedStacks;
import dev.metaproc.debug.ThreadDump;
import dev.metaproc.isolation.Program;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What the threads of ranks are doing now, for {@code --get-stack-traces}: of one rank its threads,
 * of several what each waits for and one tree of their stacks.
 */
final class StackTraces {
  private StackTraces() {}

  static String of(List<Rank> ranks, RankServices services) {
    List<Rank> alive = ranks.stream().filter(rank -> rank.program().isAlive()).toList();
    StringBuilder text = new StringBuilder();
    SequencedMap<Integer, Program> programs = new LinkedHashMap<>();
    for (Rank rank : alive) {
      text.append("stack traces of ").append(rank.title()).append(":\n");
      String wait = services.describeWait(rank.number());
      text.append(wait == null ? "" : "  waits in " + wait + "\n");
      if (alive.size() == 1) {
        text.append(ThreadDump.threads(rank.program()));
      } else {
        programs.put(rank.number(), rank.program());
      }
    }
    MergedStacks merged = new MergedStacks();
    merged.addAll(programs);
    return text.append(merged).toString().stripTrailing();
  }
}
