package dev.metaproc.corpus;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Prints each run as it ends and the sum at the end. Thread-safe. */
final class Report {
  /** Stands between a run and its note. */
  static final String NOTE = " - ";

  private final PrintStream out;
  private final List<String> failed = new ArrayList<>();
  private int passed;

  Report(PrintStream out) {
    this.out = out;
  }

  synchronized void add(String label, String id, Outcome outcome) {
    String line = label + " " + id + (outcome.note().isEmpty() ? "" : NOTE + outcome.note());
    if (outcome.problems().isEmpty()) {
      passed++;
      out.println("ok    " + line);
      return;
    }
    failed.add(label + " " + id);
    out.println("FAIL  " + line);
    outcome.problems().forEach(problem -> out.println("    " + problem));
  }

  /** Prints {@code N passed, M failed}; gives the exit code. */
  synchronized int finish() {
    if (!failed.isEmpty()) {
      out.println("failed:");
      failed.forEach(each -> out.println("    " + each));
    }
    out.println(passed + " passed, " + failed.size() + " failed");
    return failed.isEmpty() && passed > 0 ? 0 : 1;
  }
}
