package dev.metaproc.launcher.config;

import dev.metaproc.launcher.exit.LaunchException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Where something stands in a file, as compilers write it: both numbers from 1. */
record Place(String file, int line, int column) {
  static Place of(String file, Node node) {
    return node.getStartMark().map(mark -> of(file, mark)).orElseGet(() -> new Place(file, 1, 1));
  }

  static Place of(String file, Mark mark) {
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  LaunchException wrong(String message) {
    return LaunchException.usage(this + ": " + message);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
