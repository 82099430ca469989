package dev.metaproc.debug;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class MergedStacksTest {
  private static StackTraceElement at(String type, String method, int line) {
    return new StackTraceElement(type, method, type + ".java", line);
  }

  @Test
  void programsAtTheSamePlaceShareABranch() {
    MergedStacks stacks = new MergedStacks();
    for (int rank = 0; rank < 4; rank++) {
      stacks.add(
          rank,
          "main",
          new StackTraceElement[] {
            at("Comm", "recv", 12), at("Solver", "step", 40), at("Main", "main", 3)
          });
    }
    stacks.add(
        7,
        "main",
        new StackTraceElement[] {
          at("Solver", "write", 88), at("Solver", "step", 40), at("Main", "main", 3)
        });
    assertThat(stacks)
        .hasToString(
            """
            [0-3,7] main
              Main.main (Main.java:3)
              Solver.step (Solver.java:40)
                [0-3] Comm.recv (Comm.java:12)
                [7] Solver.write (Solver.java:88)
            """);
  }

  @Test
  void aDumpIsMergedWithStacksAndAVirtualThreadWithAPlatformThread() {
    MergedStacks stacks = new MergedStacks();
    stacks.add(0, "main", new StackTraceElement[] {at("Main", "main", 3)});
    stacks.add(
        1,
        "main",
        new StackTraceElement[] {
          at("Main", "main", 3), new StackTraceElement("java.lang.VirtualThread", "run", null, 9)
        });
    stacks.addDump(
        2,
        """
        Thread dump of other (pid 5): Main
        "main" #3 TIMED_WAITING
        \tat java.base/java.lang.Thread.sleep0(Native Method)
        \tat app//Main.main(Main.java:3)
        """);
    assertThat(stacks)
        .hasToString(
            """
            [0-2] main
              Main.main (Main.java:3)
              [2] java.lang.Thread.sleep0 (native)
            """);
  }

  @Test
  void aThousandProgramsAreAsLongAsOne() {
    MergedStacks stacks = new MergedStacks();
    for (int rank = 0; rank < 1000; rank++) {
      stacks.add(rank, "main", new StackTraceElement[] {at("Main", "main", 3)});
    }
    assertThat(stacks).hasToString("[0-999] main\n  Main.main (Main.java:3)\n");
  }

  @Test
  void setsAreWrittenAsRanges() {
    BitSet set = new BitSet();
    assertThat(MergedStacks.ranges(set)).isEmpty();
    set.set(0);
    set.set(2, 4);
    set.set(9);
    assertThat(MergedStacks.ranges(set)).isEqualTo("0,2-3,9");
  }
}
