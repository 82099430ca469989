package dev.metaproc.debug.mux;

import java.util.List;

/**
 * What the host says of a program.
 *
 * @param number its place among the inferiors, from 1; 0 for all of them together
 * @param classPath as the program's {@code java.class.path} has it
 * @param tracksVirtualThreads whether all its virtual threads are to be listed and stopped
 */
record ProgramInfo(
    long pid,
    int number,
    String name,
    String directory,
    List<String> classPath,
    boolean tracksVirtualThreads) {
  ProgramInfo {
    classPath = List.copyOf(classPath);
  }

  ProgramInfo trackingVirtualThreads() {
    return new ProgramInfo(pid, number, name, directory, classPath, true);
  }

  /** How a debugger sees it named. */
  String title() {
    return number == 0 ? name : "inferior " + number + " " + name;
  }
}
