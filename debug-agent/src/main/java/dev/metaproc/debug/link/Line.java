package dev.metaproc.debug.link;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One message: a verb and its words, separated by tabs.
 *
 * <pre>
 *   host → multiplexer                                 multiplexer → host
 *   started PID NUMBER NAME DIRECTORY PATH…            agent?
 *   ended PID                                          listening PID ADDRESS
 *   open PID ADDRESS SERVER HOLD VIRTUAL (0: all)      failed PID REASON
 *   agent ADDRESS                                      release PID
 *   stacks TEXT                                        stacks?
 *   rewritten BASE64 (empty: no class file)            rewrite? PID BASE64
 *                                                      exit PID CODE
 *                                                      carriers COUNT
 *                                                      debugger PID WHO
 *                                                      say TEXT
 * </pre>
 */
public record Line(List<String> words) {
  public Line {
    words = List.copyOf(words);
  }

  public static Line of(Object... words) {
    return new Line(Arrays.stream(words).map(String::valueOf).toList());
  }

  /** Reads what {@link #toString} wrote. */
  public static Line parse(String text) {
    return new Line(Arrays.stream(text.split("\t", -1)).map(Line::unescape).toList());
  }

  public String verb() {
    return words.getFirst();
  }

  /** A word after the verb, from 1; empty when there is none. */
  public String word(int index) {
    return index < words.size() ? words.get(index) : "";
  }

  public long number(int index) {
    return Long.parseLong(word(index));
  }

  public boolean flag(int index) {
    return word(index).equals("true");
  }

  /** The words from {@code index} on. */
  public List<String> rest(int index) {
    return index < words.size() ? words.subList(index, words.size()) : List.of();
  }

  @Override
  public String toString() {
    return words.stream().map(Line::escape).collect(Collectors.joining("\t"));
  }

  private static String escape(String word) {
    return word.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r"); // a line ends there, too
  }

  private static String unescape(String word) {
    StringBuilder text = new StringBuilder(word.length());
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c != '\\' || i + 1 == word.length()) {
        text.append(c);
      } else {
        i++;
        text.append(
            switch (word.charAt(i)) {
              case 't' -> '\t';
              case 'n' -> '\n';
              case 'r' -> '\r';
              default -> word.charAt(i);
            });
      }
    }
    return text.toString();
  }
}
