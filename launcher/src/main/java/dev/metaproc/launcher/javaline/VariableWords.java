package dev.metaproc.launcher.javaline;

import dev.metaproc.launcher.exit.LaunchException;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cuts {@code JDK_JAVA_OPTIONS}, {@code JAVA_TOOL_OPTIONS} and {@code _JAVA_OPTIONS} into words:
 * white space separates, single and double quotes group, and there is nothing else, no backslash
 * and no comment.
 */
public final class VariableWords {
  /** What every JVM reads before its command line. */
  public static final String TOOL = "JAVA_TOOL_OPTIONS";

  /** What every JVM reads after its command line. */
  public static final String LAST = "_JAVA_OPTIONS";

  /** What the launcher {@code java} reads. */
  public static final String LAUNCHER = "JDK_JAVA_OPTIONS";

  /** The variables. */
  public static final Set<String> NAMES = Set.of(TOOL, LAUNCHER, LAST);

  private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')++");
  private static final Pattern QUOTED = Pattern.compile("([\"'])(.*?)\\1", Pattern.DOTALL);

  private VariableWords() {}

  /**
   * The words; none of a variable there is not.
   *
   * @throws LaunchException when a quote is not closed
   */
  public static List<String> split(String variable, @Nullable String text) {
    if (text == null) {
      return List.of();
    }
    if (!WORD.matcher(text).replaceAll("").isBlank()) {
      throw LaunchException.usage(variable + "=" + text + " has an unmatched quote: close it");
    }
    return WORD.matcher(text)
        .results()
        .map(MatchResult::group)
        .map(word -> QUOTED.matcher(word).replaceAll("$2"))
        .toList();
  }
}
