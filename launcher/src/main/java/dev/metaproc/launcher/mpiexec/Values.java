package dev.metaproc.launcher.mpiexec;

import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.words.Choices;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Option values from text; every message gives the value, the rule and the cure. */
final class Values {
  static final int MOST_RANKS = 65_535;

  private Values() {}

  static int ranks(@Nullable String text) {
    if (text == null) {
      return 1;
    }
    int ranks = number(text);
    if (ranks < 1 || ranks > MOST_RANKS) {
      throw LaunchException.usage(
          "-n "
              + text
              + ": the number of ranks must be a whole number from 1 to "
              + MOST_RANKS
              + " (for example -n 4)");
    }
    return ranks;
  }

  static StdinTarget stdin(@Nullable String text, int ranks) {
    if (text == null) {
      return new StdinTarget.OneRank(0);
    }
    return switch (text) {
      case "all" -> new StdinTarget.AllRanks();
      case "none" -> new StdinTarget.NoRank();
      default -> new StdinTarget.OneRank(stdinRank(text, ranks));
    };
  }

  private static int stdinRank(String text, int ranks) {
    int rank = number(text);
    if (rank < 0 || rank >= ranks) {
      throw LaunchException.usage(
          "-stdin "
              + text
              + ": must be all, none or a rank from 0 to "
              + (ranks - 1)
              + " (for example -stdin 0)");
    }
    return rank;
  }

  static @Nullable Duration timeout(String source, @Nullable String text) {
    if (text == null) {
      return null;
    }
    int seconds = number(text);
    if (seconds < 1) {
      throw LaunchException.usage(
          source
              + text
              + ": must be a whole number of seconds, 1 or more (for example "
              + source
              + "60)");
    }
    return Duration.ofSeconds(seconds);
  }

  /** One of an enum's names in lower case; the first is the default. */
  static <E extends Enum<E>> E choice(String option, @Nullable String text, Class<E> type) {
    E[] choices = type.getEnumConstants();
    if (text == null) {
      return choices[0];
    }
    return Choices.of(type, text)
        .orElseThrow(() -> LaunchException.usage(noSuchChoice(option, text, choices)));
  }

  private static String noSuchChoice(String option, String text, Enum<?>[] choices) {
    String words = Arrays.stream(choices).map(Choices::word).collect(Collectors.joining(", "));
    return option + "=" + text + ": must be one of " + words;
  }

  /** -1 for what is no number, or too large a one: outside of every range here. */
  static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
