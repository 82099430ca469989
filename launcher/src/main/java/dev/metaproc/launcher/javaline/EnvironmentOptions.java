package dev.metaproc.launcher.javaline;

import dev.metaproc.launcher.exit.LaunchException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The options that {@code java} picks up from variables: its launcher {@code JDK_JAVA_OPTIONS},
 * which goes before the words given, and the JVM two more, one before all of these and one after.
 *
 * @param first {@code JAVA_TOOL_OPTIONS}, null without it
 * @param launcher {@code JDK_JAVA_OPTIONS}, null without it
 * @param last {@code _JAVA_OPTIONS}, null without it
 */
public record EnvironmentOptions(
    @Nullable String first, @Nullable String launcher, @Nullable String last, Path directory) {
  /**
   * Those of a program.
   *
   * @param directory what the paths of argument files are relative to
   */
  public static EnvironmentOptions of(Map<String, String> environment, Path directory) {
    return new EnvironmentOptions(
        environment.get(VariableWords.TOOL),
        environment.get(VariableWords.LAUNCHER),
        environment.get(VariableWords.LAST),
        directory);
  }

  /**
   * All that is asked for, the last word of several on one matter last.
   *
   * @throws LaunchException when a variable has what only a command line may have
   */
  public List<String> around(List<String> given) {
    List<String> words = new ArrayList<>(ofJvm(VariableWords.TOOL, first));
    words.removeIf(word -> word.startsWith("-D" + JavaLineParser.CLASS_PATH_PROPERTY)); // "." wins
    words.addAll(ofLauncher());
    words.addAll(given);
    List<String> overriding = ofJvm(VariableWords.LAST, last);
    return overriding.isEmpty() ? words : JavaLineParser.withOptions(words, overriding, directory);
  }

  private List<String> ofLauncher() {
    List<String> words = VariableWords.split(VariableWords.LAUNCHER, launcher);
    if (!JavaLineParser.areOptions(words, directory)) {
      throw LaunchException.usage(
          VariableWords.LAUNCHER + "=" + launcher + " may have options only");
    }
    return words;
  }

  private List<String> ofJvm(String variable, @Nullable String text) {
    List<String> words = VariableWords.split(variable, text);
    if (!JavaLineParser.areOptionsOfJvm(words, directory)) {
      throw LaunchException.usage(
          variable
              + "="
              + text
              + " may have options of a JVM only: a class path goes into -cp or CLASSPATH, a value"
              + " after '=' (--add-opens=…)");
    }
    return words;
  }

  /** As {@code java} does, in its order, even of variables that are empty. */
  public void tell(Consumer<String> message) {
    tell("NOTE: ", VariableWords.LAUNCHER, launcher, message);
    tell("", VariableWords.TOOL, first, message);
    tell("", VariableWords.LAST, last, message);
  }

  private static void tell(
      String before, String variable, @Nullable String text, Consumer<String> message) {
    if (text != null) {
      message.accept(before + "Picked up " + variable + ": " + text);
    }
  }
}
