package dev.metaproc.launcher.words;

import java.util.List;
import java.util.Optional;

/** Finds the word that a mistyped one was probably meant to be. */
public final class Nearest {
  private Nearest() {}

  /** The first of the nearest names, if any is near: a third of the letters may be wrong. */
  public static Optional<String> of(String mistyped, List<String> names) {
    String nearest = null;
    int least = Math.max(1, mistyped.length() / 3) + 1;
    for (String name : names) {
      int distance = distance(mistyped, name);
      if (distance < least) {
        least = distance;
        nearest = name;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** Levenshtein's distance, one row of the table at a time. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
