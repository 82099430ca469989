package dev.metaproc.isolation;

import java.util.List;

/** What a loader is told once: programs share one if they agree in all of it. */
record SharedOptions(AssertionOptions assertions, List<String> opens, List<String> exports) {
  SharedOptions {
    opens = List.copyOf(opens);
    exports = List.copyOf(exports);
  }

  static SharedOptions of(ProgramBuilder from) {
    return new SharedOptions(from.assertions, from.opens, from.exports);
  }
}
