package dev.metaproc.launcher.program;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is run, with nothing left to guess. */
public sealed interface Executable {
  /** A class and where it and its friends are found. */
  record MainClass(List<Path> classPath, String name) implements Executable {
    public MainClass {
      classPath = List.copyOf(classPath);
    }
  }

  /**
   * A module, and where it and what it needs are found.
   *
   * @param classPath of what is in no module
   * @param mainClass null for the one its descriptor names
   */
  record Module(
      List<Path> modulePath, List<Path> classPath, String name, @Nullable String mainClass)
      implements Executable {
    public Module {
      modulePath = List.copyOf(modulePath);
      classPath = List.copyOf(classPath);
    }
  }

  /** A jar whose manifest names the rest. */
  record Jar(Path file) implements Executable {}
}
