package dev.metaproc.launcher.program;

import java.nio.file.Path;
import java.util.List;

/** What is run, with nothing left to guess. */
public sealed interface Executable {
  /** A class and where it and its friends are found. */
  record MainClass(List<Path> classPath, String name) implements Executable {
    public MainClass {
      classPath = List.copyOf(classPath);
    }
  }

  /** A jar whose manifest names the rest. */
  record Jar(Path file) implements Executable {}
}
