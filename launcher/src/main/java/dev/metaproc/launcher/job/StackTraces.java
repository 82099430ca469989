package dev.metaproc.launcher.job;

import dev.metaproc.debug.MergedStacks;
import dev.metaproc.debug.ThreadDump;
import java.util.List;

/**
 * What the threads of ranks are doing now, for {@code --get-stack-traces}: of one rank its threads,
 * of several what each waits for and one tree of their stacks.
 */
final class StackTraces {
  private StackTraces() {}

  static String of(List<Rank> ranks, RankServices services) {
    List<Rank> alive = ranks.stream().filter(rank -> rank.program().isAlive()).toList();
    StringBuilder text = new StringBuilder();
    MergedStacks merged = new MergedStacks();
    for (Rank rank : alive) {
      text.append("stack traces of ").append(rank.title()).append(":\n");
      String wait = services.describeWait(rank.number());
      text.append(wait == null ? "" : "  waits in " + wait + "\n");
      if (alive.size() == 1) {
        text.append(ThreadDump.threads(rank.program()));
      } else {
        merged.add(rank.number(), rank.program());
      }
    }
    return text.append(merged).toString().stripTrailing();
  }
}
