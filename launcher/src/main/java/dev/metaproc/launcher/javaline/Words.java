package dev.metaproc.launcher.javaline;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into words as an argument file of {@code java} is cut: white space separates, single
 * and double quotes group, a backslash within quotes takes the next character as it is, a backslash
 * at the end of a line joins it to the next, {@code #} starts a comment at the start of a word.
 */
public final class Words {
  private final String text;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int at;

  private Words(String text) {
    this.text = text;
  }

  public static List<String> split(String text) {
    return new Words(text).split();
  }

  /** Why a file could not be read, in words. */
  public static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "no such file";
      case AccessDeniedException denied -> "permission denied";
      case CharacterCodingException garbage -> "it is not UTF-8 text";
      default -> String.valueOf(e.getMessage());
    };
  }

  private List<String> split() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      switch (c) {
        case ' ', '\t', '\n', '\r', '\f' -> endWord();
        case '"', '\'' -> quoted(c);
        case '#' -> commentOrLetter();
        case '\\' -> backslash();
        default -> letter(c);
      }
    }
    endWord();
    return List.copyOf(words);
  }

  private void letter(char c) {
    inWord = true;
    word.append(c);
  }

  private void commentOrLetter() {
    if (inWord) {
      letter('#');
    } else {
      at = Math.max(at, lineEnd());
    }
  }

  private int lineEnd() {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  private void backslash() {
    if (skipLineBreak()) {
      return;
    }
    letter('\\');
  }

  /** A continued line starts with its first letter, not with its indentation. */
  private boolean skipLineBreak() {
    int next = text.startsWith("\r\n", at) ? at + 2 : text.startsWith("\n", at) ? at + 1 : at;
    if (next == at) {
      return false;
    }
    at = next;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return true;
  }

  private void quoted(char quote) {
    inWord = true;
    while (at < text.length() && text.charAt(at) != quote) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
        escaped(text.charAt(at));
      } else {
        word.append(text.charAt(at));
      }
      at++;
    }
    at++;
  }

  private void escaped(char c) {
    switch (c) {
      case 'n' -> word.append('\n');
      case 't' -> word.append('\t');
      case 'r' -> word.append('\r');
      case 'f' -> word.append('\f');
      default -> word.append(c);
    }
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }
}
