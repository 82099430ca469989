package dev.metaproc.corpus;

import java.util.ArrayList;
import java.util.List;

/** How the cases share hosts. */
enum Mode {
  /** Each under plain {@code java}: what the corpus expects must hold here. */
  PLAIN(1),
  /** Each in a host of its own, that is in a JVM of its own. */
  FRESH(1),
  /** All in one host, one after another. */
  SEQUENCE(1),
  /** All in one host, eight at a time. */
  EIGHT(8),
  /** All in one host, two copies of each at once. */
  PAIRS(2),
  /** The groups of the corpus in one host, the members of each at once. */
  GROUPS(1);

  private final int width;

  Mode(int width) {
    this.width = width;
  }

  /**
   * The runs that start together; the next batch begins when the last of one has ended. Ids with
   * {@code ~2} are second copies.
   */
  List<List<String>> batches(CorpusFolder corpus) {
    List<String> ids = corpus.cases().stream().map(CorpusCase::id).toList();
    return switch (this) {
      case GROUPS -> corpus.groups().stream().map(CorpusFolder.Group::members).toList();
      case PAIRS -> ids.stream().map(id -> List.of(id, id + "~2")).toList();
      case PLAIN, FRESH, SEQUENCE, EIGHT -> {
        List<List<String>> batches = new ArrayList<>();
        for (int i = 0; i < ids.size(); i += width) {
          batches.add(ids.subList(i, Math.min(ids.size(), i + width)));
        }
        yield batches;
      }
    };
  }
}
