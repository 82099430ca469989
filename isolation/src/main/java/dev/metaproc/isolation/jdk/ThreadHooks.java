package dev.metaproc.isolation.jdk;

import dev.metaproc.isolation.shared.ProgramContext;
import dev.metaproc.isolation.shared.ProgramStatics;
import java.lang.ref.Cleaner;
import java.util.concurrent.ThreadFactory;
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
    return create(state, Background.daemons(state, "Cleaner-0"));
  }

  /** Its thread ignores whatever is thrown at it; it ends when there is nothing left to clean. */
  public static Cleaner create(JdkState state, ThreadFactory factory) {
    Cleaner cleaner = Cleaner.create(factory);
    Class<?> type = JdkInternals.named("jdk.internal.ref.CleanerImpl");
    Class<?> listType = JdkInternals.named("jdk.internal.ref.CleanerImpl$CleanableList");
    Object list = JdkInternals.get(JdkInternals.get(cleaner, "impl", type), "activeList", listType);
    Object ignored =
        state.journal().record("cleaner", () -> JdkInternals.invoke(list, "reset", void.class));
    return cleaner;
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
