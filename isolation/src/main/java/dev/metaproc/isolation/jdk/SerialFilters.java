package dev.metaproc.isolation.jdk;

import java.io.ObjectInputFilter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The filter of serialised objects that a program was started with and what makes its filters, as
 * {@code ObjectInputFilter.Config} would begin in a JVM of the program's own. What no option says
 * is the JVM's.
 */
final class SerialFilters {
  private static final String FILTER = "jdk.serialFilter";
  private static final String FACTORY = "jdk.serialFilterFactory";

  private final JdkState state;
  private final @Nullable String filterText;
  private final @Nullable String factoryName;
  private @Nullable ObjectInputFilter filter;
  private @Nullable String filterMessage;
  private @Nullable Object factory;
  private @Nullable String factoryMessage;
  private boolean begun;

  SerialFilters(JdkState state) {
    this.state = state;
    filterText = (String) state.initialProperties.get(FILTER);
    factoryName = (String) state.initialProperties.get(FACTORY);
  }

  @Nullable Object filter(@Nullable Object shared) {
    begin();
    return filterText == null ? shared : filter;
  }

  @Nullable Object filterMessage(@Nullable Object shared) {
    begin();
    return filterText == null ? shared : filterMessage;
  }

  @Nullable Object factory(@Nullable Object shared) {
    begin();
    return factoryName == null ? shared : factory;
  }

  @Nullable Object factoryMessage(@Nullable Object shared) {
    begin();
    return factoryName == null ? shared : factoryMessage;
  }

  /** Whether the factory was used, or named by an option, and can no longer be another. */
  Object factoryKept() {
    return new AtomicBoolean(factoryName != null);
  }

  /** Where the JDK is to tell what a filter said, or null if nobody wants to know. */
  static @Nullable Object logger() {
    Logger logger = log();
    return logger.isLoggable(Level.DEBUG) || logger.isLoggable(Level.TRACE) ? logger : null;
  }

  /** A factory that asks for the factory while it is made finds none, as in the JDK. */
  private synchronized void begin() {
    if (begun) {
      return;
    }
    begun = true;
    if (filterText != null) {
      makeFilter(filterText);
    }
    if (factoryName != null) {
      makeFactory(factoryName);
    }
  }

  private void makeFilter(String text) {
    try {
      filter = ObjectInputFilter.Config.createFilter(text);
    } catch (RuntimeException e) {
      filterMessage = "Invalid jdk.serialFilter: " + e.getMessage();
      tell("Error configuring filter: {0}", e);
    }
  }

  private void makeFactory(String name) {
    try {
      factory = Class.forName(name, true, state.loader()).getConstructor().newInstance();
    } catch (RuntimeException | ReflectiveOperationException e) {
      Throwable cause =
          e instanceof InvocationTargetException && e.getCause() != null ? e.getCause() : e;
      factoryMessage =
          "invalid jdk.serialFilterFactory: "
              + name
              + ": "
              + cause.getClass().getName()
              + ": "
              + cause.getMessage();
      tell("Error configuring filter factory: {0}", cause);
    }
  }

  private static void tell(String text, Throwable what) {
    log().log(Level.ERROR, text, (Object) what);
  }

  /** What the JDK tells about filters. */
  static Logger log() {
    return (Logger) JdkLoggers.lazy("java.io.serialization", Object.class.getModule());
  }
}
