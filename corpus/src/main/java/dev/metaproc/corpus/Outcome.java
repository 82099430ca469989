package dev.metaproc.corpus;

import java.util.List;

/**
 * What came of one run.
 *
 * @param problems one text each; none means that it did what is expected
 * @param note how it ran, where that is worth a word; else empty
 */
record Outcome(List<String> problems, String note) {
  static Outcome failed(String problem) {
    return new Outcome(List.of(problem), "");
  }
}
