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
  public static Object enter(@Nullable Object owner) {
    Thread thread = Thread.currentThread();
    ProgramStatics program = owner instanceof ProgramStatics known ? known : null;
    Visit visit = new Visit(program, thread.getContextClassLoader());
    if (program != null) {
      program.visit();
      program.adopt(thread);
    }
    return visit;
  }

  /** Makes the calling thread what it was. */
  public static void leave(Object visit) {
    Visit ended = (Visit) visit;
    Thread.currentThread().setContextClassLoader(ended.before);
    if (ended.program != null) {
      ended.program.depart();
    }
  }

  private record Visit(@Nullable ProgramStatics program, @Nullable ClassLoader before) {}
}
