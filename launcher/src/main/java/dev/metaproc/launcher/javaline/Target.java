package dev.metaproc.launcher.javaline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to run, as it was written. Which kind of file a word names is found out when it is run. */
public sealed interface Target {
  /** {@code -jar path}. */
  record Jar(String path) implements Target {}

  /** A main class, a jar, a directory or a source file. */
  record Word(String word) implements Target {}

  /**
   * {@code -m module} or {@code -m module/class}.
   *
   * @param mainClass null for the one its descriptor names
   */
  record Module(String module, @Nullable String mainClass) implements Target {}

  /** As it is written on a command line. */
  default List<String> words() {
    return switch (this) {
      case Jar(String path) -> List.of("-jar", path);
      case Word(String word) -> List.of(word);
      case Module(String module, String mainClass) ->
          List.of("-m", mainClass == null ? module : module + "/" + mainClass);
    };
  }

  /** The words a user would recognise it by. */
  default String text() {
    return switch (this) {
      case Jar(String path) -> path;
      case Word(String word) -> word;
      case Module(String module, String mainClass) -> module;
    };
  }
}
