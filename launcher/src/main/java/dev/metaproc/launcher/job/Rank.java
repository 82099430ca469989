package dev.metaproc.launcher.job;

import dev.metaproc.isolation.Program;
import dev.metaproc.isolation.ThreadKind;

/** A rank that runs, or has run. */
record Rank(int number, Program program, ThreadKind thread) {
  /** How messages name it. */
  String title() {
    return "rank " + number + " (pid " + program.pid() + ", " + program.name() + ")";
  }
}
