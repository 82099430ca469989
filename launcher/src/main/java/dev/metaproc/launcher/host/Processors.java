package dev.metaproc.launcher.host;

import dev.metaproc.launcher.exit.LaunchException;
import java.util.BitSet;
import java.util.Optional;

/** Lists of processors as {@code taskset} writes them: {@code 0,2-3}. */
public final class Processors {
  private static final int MOST = 1024;

  private Processors() {}

  /** The numbers; empty where it is no such list. */
  public static Optional<BitSet> parse(String list) {
    BitSet set = new BitSet();
    for (String part : list.split(",", -1)) {
      if (!part.matches("\\d{1,4}(-\\d{1,4})?")) {
        return Optional.empty();
      }
      int dash = part.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1));
      if (first > last || last >= MOST) {
        return Optional.empty();
      }
      set.set(first, last + 1);
    }
    return Optional.of(set);
  }

  /**
   * The same list.
   *
   * @throws LaunchException when it is none
   */
  public static String checked(String list) {
    if (parse(list).isEmpty()) {
      throw LaunchException.usage(
          "--cpus " + list + " must be numbers and ranges below " + MOST + ", such as 0,2-3");
    }
    return list;
  }
}
