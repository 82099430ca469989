package dev.metaproc.launcher.command;

import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.javaline.JavaLineParser;
import dev.metaproc.launcher.javaline.VariableWords;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The options that {@code java} picks up from variables: the JVM {@code JAVA_TOOL_OPTIONS}, its
 * launcher {@code JDK_JAVA_OPTIONS}, which goes before the words given.
 *
 * @param tool empty without one
 * @param launcher empty without one
 * @param isTold whether a JVM on the client's side has told of the first already
 */
record EnvironmentOptions(String tool, String launcher, boolean isTold, Path directory) {
  static EnvironmentOptions of(Context context) {
    return new EnvironmentOptions(
        context.variable(VariableWords.TOOL),
        context.variable(VariableWords.LAUNCHER),
        ClientVariables.isJvm(context.session().environment()),
        context.session().directory());
  }

  /**
   * All that is asked for, the last word of several on one matter last.
   *
   * @throws LaunchException when a variable has what only a command line may have
   */
  List<String> around(List<String> given) {
    List<String> words = new ArrayList<>();
    words.addAll(options(VariableWords.TOOL, tool));
    words.addAll(options(VariableWords.LAUNCHER, launcher));
    words.addAll(given);
    return words;
  }

  private List<String> options(String variable, String text) {
    List<String> words = VariableWords.split(variable, text);
    if (!JavaLineParser.areOptions(words, directory)) {
      throw LaunchException.usage(variable + "=" + text + " may have options only");
    }
    return words;
  }

  /** As {@code java} does, in its order. */
  void tell(PrintWriter err) {
    if (!launcher.isEmpty()) {
      err.println("NOTE: Picked up " + VariableWords.LAUNCHER + ": " + launcher);
    }
    if (!tool.isEmpty() && !isTold) {
      err.println("Picked up " + VariableWords.TOOL + ": " + tool);
    }
  }
}
