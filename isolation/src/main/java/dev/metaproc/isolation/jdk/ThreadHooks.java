package dev.metaproc.isolation.jdk;

import dev.metaproc.isolation.shared.ProgramContext;
import dev.metaproc.isolation.shared.ProgramStatics;
import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/** The default handler for uncaught exceptions, and what a thread inherits from a virtual main. */
public final class ThreadHooks {
  private ThreadHooks() {}

  public static void setDefaultUncaughtExceptionHandler(
      JdkState state, Thread.@Nullable UncaughtExceptionHandler handler) {
    state.defaultHandler = handler;
  }

  public static Thread.@Nullable UncaughtExceptionHandler getDefaultUncaughtExceptionHandler(
      JdkState state) {
    return state.defaultHandler;
  }

  /** In shared mode the JVM's field holds the program's handle, and that the loader. */
  public static @Nullable ClassLoader getContextClassLoader(JdkState state, Thread thread) {
    ClassLoader loader = thread.getContextClassLoader();
    return loader instanceof ProgramContext context ? context.user() : loader;
  }

  public static void setContextClassLoader(
      JdkState state, Thread thread, @Nullable ClassLoader loader) {
    ProgramStatics statics = state.statics();
    thread.setContextClassLoader(statics == null ? loader : statics.context(loader));
  }

  /** The JDK's own would run the actions on a thread that belongs to no program. */
  public static Cleaner create(JdkState state) {
    return Cleaner.create(
        task -> {
          Thread thread = new Thread(state.group(), task, "Cleaner-0");
          thread.setDaemon(true);
          thread.setContextClassLoader(state.contextClassLoader());
          return thread;
        });
  }

  /**
   * A platform thread made by a virtual one is a daemon unless it says otherwise; made by a main
   * thread it would not be.
   */
  public static void start(JdkState state, Object receiver) {
    if (state.lifecycle().hasEnded() && receiver instanceof Thread) {
      throw ProgramEnded.INSTANCE; // or threads that start threads would never be fewer
    }
    if (receiver instanceof Thread thread
        && Thread.currentThread().isVirtual()
        && thread.getState() == Thread.State.NEW
        && thread.isDaemon()
        && !thread.isVirtual()
        && !state.daemons.containsKey(thread)) {
      thread.setDaemon(false);
    }
  }

  public static void setDaemon(JdkState state, Object receiver, boolean daemon) {
    if (daemon && receiver instanceof Thread thread) {
      state.daemons.put(thread, true);
    }
  }
}
