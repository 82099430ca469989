package dev.metaproc.launcher.words;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The constants of an enum as words: their names in lower case. */
public final class Choices {
  private Choices() {}

  public static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  /** The constant with exactly this word. */
  public static <E extends Enum<E>> Optional<E> of(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(choice -> word(choice).equals(word))
        .findFirst();
  }
}
