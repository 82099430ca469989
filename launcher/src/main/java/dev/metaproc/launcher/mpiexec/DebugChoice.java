package dev.metaproc.launcher.mpiexec;

import dev.metaproc.debug.DebugOptions;
import dev.metaproc.launcher.exit.LaunchException;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which ranks {@code --debug} lets a debugger attach to.
 *
 * @param ranks those; empty for none
 */
public record DebugChoice(BitSet ranks, boolean suspend) {
  /** What {@code --debug} without a value is turned into before the options are read. */
  static final String ALL = "all";

  /** How a rank is to be debugged, if it is. */
  public Optional<DebugOptions> of(int rank) {
    return ranks.get(rank) ? Optional.of(DebugOptions.listening(suspend)) : Optional.empty();
  }

  static DebugChoice parse(@Nullable String text, int ranks) {
    BitSet chosen = new BitSet();
    boolean suspend = false;
    boolean named = false;
    if (text == null) {
      return new DebugChoice(chosen, false);
    }
    for (String word : text.split(",", -1)) {
      if (word.equals("suspend")) {
        suspend = true;
      } else {
        add(word, text, ranks, chosen);
        named = true;
      }
    }
    if (!named) {
      chosen.set(0, ranks);
    }
    return new DebugChoice(chosen, suspend);
  }

  private static void add(String word, String text, int ranks, BitSet chosen) {
    if (word.equals(ALL)) {
      chosen.set(0, ranks);
      return;
    }
    String[] ends = word.split("-", 2);
    int from = Values.number(ends[0]);
    int to = Values.number(ends[ends.length - 1]);
    if (from < 0 || to < from || to >= ranks) {
      throw LaunchException.usage(
          "--debug="
              + text
              + ": '"
              + word
              + "' must be a rank or range of ranks from 0 to "
              + (ranks - 1)
              + ", all, or suspend (for example --debug=0,2-3,suspend)");
    }
    chosen.set(from, to + 1);
  }
}
