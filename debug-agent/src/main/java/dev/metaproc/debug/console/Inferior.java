package dev.metaproc.debug.console;

/**
 * A program.
 *
 * @param number as it has it in this JVM, from 1
 * @param group the id of its root thread group
 * @param debugger who else debugs it; empty when it is ours to debug
 */
record Inferior(long pid, int number, long group, String name, String directory, String debugger) {
  /** As in {@code [Inferior 1 (Counts, pid 4711) exited]}. */
  String title() {
    return "Inferior " + number + " (" + name + ", pid " + pid + ")";
  }
}
