package dev.metaproc.isolation.shared;

import java.lang.ref.Cleaner;

/** Does something once an object is gone, on a thread of its own. */
final class Reclaim {
  private static final Cleaner CLEANER = Cleaner.create();

  private Reclaim() {}

  /**
   * @param action must not refer to {@code object}
   */
  static void whenCollected(Object object, Runnable action) {
    CLEANER.register(object, action);
  }
}
