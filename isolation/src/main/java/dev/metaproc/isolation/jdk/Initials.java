package dev.metaproc.isolation.jdk;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The first values of static fields that a program does not share with the JVM, by name. */
@SuppressWarnings("JdkObsolete") // the types are those of the fields
final class Initials {
  private Initials() {}

  static @Nullable Object make(String name, JdkState state, @Nullable Object shared) {
    return switch (name) {
      case "none" -> null;
      case "no" -> false;
      case "hashtable" -> new Hashtable<>();
      case "list" -> new ArrayList<>();
      case "copyOnWriteList" -> new CopyOnWriteArrayList<>();
      case "copyOfProperties" -> copyOfProperties(shared);
      case "commonPool" -> commonPool(state);
      case "logManager" -> logManager();
      case "globalLogger" -> globalLogger();
      default -> throw new IllegalArgumentException("no first value is named " + name);
    };
  }

  private static @Nullable Object copyOfProperties(@Nullable Object shared) {
    return shared instanceof Properties properties ? properties.clone() : shared;
  }

  private static ForkJoinPool commonPool(JdkState state) {
    return state.commonPool();
  }

  /** As the static initialiser of the class makes it, on a thread of the program. */
  private static Object logManager() {
    return JdkInternals.invoke(LogManager.class, "initLogManager", LogManager.class);
  }

  private static Object globalLogger() {
    return JdkInternals.create(Logger.class, Logger.GLOBAL_LOGGER_NAME);
  }
}
