package dev.metaproc.launcher.job;

import java.util.List;

/** What the threads of ranks are doing now, for {@code --get-stack-traces}. */
final class StackTraces {
  private StackTraces() {}

  static String of(List<Rank> ranks) {
    StringBuilder text = new StringBuilder();
    for (Rank rank : ranks) {
      if (rank.program().isAlive()) {
        text.append("stack traces of ").append(rank.title()).append(":\n");
        rank.program().threads().forEach(thread -> append(text, thread));
      }
    }
    return text.toString().stripTrailing();
  }

  private static void append(StringBuilder text, Thread thread) {
    text.append("  \"").append(thread.getName()).append("\" ").append(thread.getState());
    text.append('\n');
    for (StackTraceElement frame : thread.getStackTrace()) {
      text.append("    at ").append(frame).append('\n');
    }
  }
}
