package dev.metaproc.isolation.jdk;

import dev.metaproc.rewriter.JdkSlots;
import java.io.IOException;
import java.nio.channels.AsynchronousChannelGroup;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.prefs.Preferences;
import java.util.prefs.PreferencesFactory;
import org.jspecify.annotations.Nullable;

/** A program's own of the pools and timers that the JDK keeps for the whole JVM. */
public final class Background {
  private static final String FILE_PREFERENCES = "java.util.prefs.FileSystemPreferences";

  private Background() {}

  /** Daemon threads of the program, named as the JDK names its own. */
  public static ThreadFactory daemons(JdkState state, String name) {
    return task -> {
      Thread thread = new Thread(state.group(), task, name, 0, false);
      thread.setDaemon(true);
      thread.setContextClassLoader(state.contextClassLoader());
      return thread;
    };
  }

  /** Runs the completion handlers of files. */
  static ExecutorService daemonPool(JdkState state) {
    return Executors.newCachedThreadPool(daemons(state, "InnocuousThread"));
  }

  /** Runs the completion handlers of sockets; the group it serves waits for them. */
  static @Nullable Object channelPool(JdkState state) {
    Object ignored = state.journal().record("asynchronous channels", () -> closeChannels(state));
    Class<?> pool = JdkInternals.named("sun.nio.ch.ThreadPool");
    return JdkInternals.invokeStatic(pool, "createDefault", pool);
  }

  private static void closeChannels(JdkState state) throws IOException {
    String provider = "sun/nio/ch/LinuxAsynchronousChannelProvider";
    if (state.slots().read(JdkSlots.of(provider, "defaultPort"), null)
        instanceof AsynchronousChannelGroup group) {
      group.shutdownNow();
    }
  }

  static ScheduledExecutorService scheduler(JdkState state) {
    return Executors.newSingleThreadScheduledExecutor(daemons(state, "Scheduler"));
  }

  /** Looked for anew; those kept in files are written when the program ends, and now and then. */
  static @Nullable Object preferencesFactory() {
    Object factory =
        JdkInternals.invokeStatic(Preferences.class, "factory", PreferencesFactory.class);
    if (factory != null && factory.getClass().getName().equals(FILE_PREFERENCES + "Factory")) {
      Class<?> files = JdkInternals.named(FILE_PREFERENCES);
      Object ignored = JdkInternals.invokeStatic(files, "addShutdownHook", void.class);
    }
    return factory;
  }

  static @Nullable Object fileTypeDetectors() {
    Class<?> owner = JdkInternals.named("java.nio.file.Files$FileTypeDetectors");
    return JdkInternals.invokeStatic(owner, "loadInstalledDetectors", List.class);
  }
}
