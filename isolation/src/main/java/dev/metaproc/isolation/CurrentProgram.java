package dev.metaproc.isolation;

import dev.metaproc.isolation.jdk.JdkState;
import dev.metaproc.isolation.shared.ProgramContext;
import org.jspecify.annotations.Nullable;

/**
 * Which program a thread belongs to, for code of the JDK and of the host that has no call site to
 * be redirected: the context class loader says it, else the thread group.
 */
final class CurrentProgram {
  private CurrentProgram() {}

  static @Nullable Program get() {
    return of(Thread.currentThread());
  }

  static @Nullable Program of(Thread thread) {
    Program program = ofLoader(thread.getContextClassLoader());
    return program != null ? program : ofGroup(thread.getThreadGroup());
  }

  private static @Nullable Program ofLoader(@Nullable ClassLoader loader) {
    if (loader instanceof ProgramContext context) {
      return ProgramHandle.programOf((JdkState) context.program().state());
    }
    for (ClassLoader l = loader; l != null; l = l.getParent()) {
      if (l instanceof ProgramLoader own) {
        return own.program();
      }
    }
    return null;
  }

  static @Nullable Program ofGroup(@Nullable ThreadGroup group) {
    for (ThreadGroup g = group; g != null; g = g.getParent()) {
      if (g instanceof ProgramGroup own) {
        return own.program();
      }
    }
    return null;
  }
}
