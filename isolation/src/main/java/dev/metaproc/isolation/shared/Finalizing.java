package dev.metaproc.isolation.shared;

import org.jspecify.annotations.Nullable;

/**
 * What rewritten classes with a finalizer call: the JVM's finalizer thread runs {@code finalize} as
 * the program that made the object.
 */
public final class Finalizing {
  private Finalizing() {}

  /** Who makes an object now; null if the thread's context does not tell its program. */
  public static @Nullable Object owner() {
    ProgramContext context = ProgramContext.current();
    return context == null ? null : context.program();
  }

  /**
   * Makes the calling thread the owner's.
   *
   * @return what {@link #leave} is to be given
   */
  public static @Nullable Object enter(@Nullable Object owner) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    if (owner instanceof ProgramStatics program) {
      program.adopt(thread);
    }
    return before;
  }

  /** Makes the calling thread what it was. */
  public static void leave(@Nullable Object before) {
    Thread.currentThread().setContextClassLoader((ClassLoader) before);
  }
}
