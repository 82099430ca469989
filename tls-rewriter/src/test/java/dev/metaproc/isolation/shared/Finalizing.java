package dev.metaproc.isolation.shared;

import org.jspecify.annotations.Nullable;

/** What rewritten finalizers call; the isolation module has the real one. */
public final class Finalizing {
  private Finalizing() {}

  public static Object owner() {
    return Statics.current();
  }

  public static Object enter(@Nullable Object owner) {
    Object before = Statics.current();
    if (owner instanceof Statics.Program program) {
      Statics.run(program);
    }
    return before;
  }

  public static void leave(Object before) {
    Statics.run((Statics.Program) before);
  }
}
