package dev.metaproc.isolation;

import java.util.Arrays;
import java.util.List;

/** The root thread group of one program, inherited by the platform threads it starts. */
final class ProgramGroup extends ThreadGroup {
  private final Program program;

  ProgramGroup(ThreadGroup parent, Program program) {
    super(parent, "main");
    this.program = program;
  }

  Program program() {
    return program;
  }

  /** Live platform threads of this group and its subgroups. */
  List<Thread> threads() {
    return threadsOf(this);
  }

  static List<Thread> threadsOf(ThreadGroup group) {
    Thread[] found = new Thread[group.activeCount() + 8];
    int count = group.enumerate(found, true);
    while (count == found.length) {
      found = new Thread[found.length * 2];
      count = group.enumerate(found, true);
    }
    return List.of(Arrays.copyOf(found, count));
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    program.uncaught(thread, thrown);
  }
}
