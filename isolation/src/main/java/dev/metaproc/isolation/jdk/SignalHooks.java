package dev.metaproc.isolation.jdk;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.Set;

/**
 * {@code sun.misc.Signal}: a program handles what is sent to it, by itself or by its host. Signals
 * and handlers are objects here, since javac cannot be told not to warn of their types.
 */
public final class SignalHooks {
  /** What the JVM does not let be handled. */
  private static final Set<String> TAKEN = Set.of("SEGV", "ILL", "FPE", "QUIT", "KILL", "STOP");

  /** What ends a JVM unless it is handled. */
  private static final Set<String> ENDING = Set.of("HUP", "INT", "TERM");

  private static final int SIGNALLED = 128;

  private SignalHooks() {}

  /** {@code sun.misc}, where the JVM has it. */
  private static final class Names {
    static final Class<?> HANDLER;
    static final Constructor<?> MAKER;
    static final Method NAME;
    static final Method NUMBER;
    static final Method HANDLE;
    static final Object DEFAULT;
    static final Object IGNORE;

    static {
      try {
        Class<?> signal = Class.forName("sun.misc.Signal");
        HANDLER = Class.forName("sun.misc.SignalHandler");
        MAKER = signal.getConstructor(String.class);
        NAME = signal.getMethod("getName");
        NUMBER = signal.getMethod("getNumber");
        HANDLE = HANDLER.getMethod("handle", signal);
        DEFAULT = HANDLER.getField("SIG_DFL").get(null);
        IGNORE = HANDLER.getField("SIG_IGN").get(null);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("another JDK than this was made for", e);
      }
    }

    static String of(Object signal) {
      return (String) call(NAME, signal);
    }

    static int numberOf(Object signal) {
      return (int) call(NUMBER, signal);
    }

    static Object make(String name) {
      try {
        return MAKER.newInstance(name);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(name, e);
      }
    }

    private static Object call(Method method, Object signal) {
      try {
        return method.invoke(signal);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(method.getName(), e);
      }
    }
  }

  public static Object handle(JdkState state, Object signal, Object handler) {
    String name = Names.of(signal);
    Objects.requireNonNull(handler);
    if (TAKEN.contains(name)) {
      throw new IllegalArgumentException("Signal already used by VM or OS: " + signal);
    }
    Object before = state.signalHandlers.put(name, handler);
    return before == null ? first(state, name) : before;
  }

  /**
   * What stands there in a JVM before it is replaced; programs call it when they have done theirs.
   */
  @SuppressWarnings("ReferenceEquality") // a proxy equals itself alone
  private static Object first(JdkState state, String name) {
    if (!ENDING.contains(name)) {
      return Names.DEFAULT;
    }
    InvocationHandler ends =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                state.lifecycle().exit(SIGNALLED + Names.numberOf(arguments[0]));
                yield null;
              }
              case "equals" -> proxy == arguments[0];
              case "hashCode" -> System.identityHashCode(proxy);
              default -> "the JVM's handler of SIG" + name;
            };
    return Proxy.newProxyInstance(
        SignalHooks.class.getClassLoader(), new Class<?>[] {Names.HANDLER}, ends);
  }

  public static void raise(JdkState state, Object signal) {
    String name = Names.of(signal);
    Object handler = state.signalHandlers.getOrDefault(name, first(state, name));
    if (handler.equals(Names.DEFAULT) || handler.equals(Names.IGNORE)) {
      throw new IllegalArgumentException("Unhandled signal: " + signal);
    }
    run(state, name, () -> handle(handler, signal));
  }

  /**
   * Sends a signal to a program from outside; says whether it handles or ignores it.
   *
   * @param name such as {@code TERM}
   */
  public static boolean deliver(JdkState state, String name) {
    if (!handles(state, name)) {
      return false;
    }
    Object handler = state.signalHandlers.getOrDefault(name, Names.IGNORE);
    if (!handler.equals(Names.IGNORE)) {
      Object signal = Names.make(name);
      run(state, name, () -> handle(handler, signal));
    }
    return true;
  }

  /** Whether a program handles or ignores the signal of that name. */
  public static boolean handles(JdkState state, String name) {
    return state.signalHandlers.containsKey(name)
        && !Names.DEFAULT.equals(state.signalHandlers.get(name));
  }

  private static void handle(Object handler, Object signal) {
    try {
      Names.HANDLE.invoke(handler, signal);
    } catch (InvocationTargetException e) {
      SignalHooks.<RuntimeException>rethrow(Objects.requireNonNullElse(e.getCause(), e));
    } catch (IllegalAccessException e) {
      throw new LinkageError(signal.toString(), e);
    }
  }

  @SuppressWarnings("unchecked") // the caller's thread takes whatever it is
  private static <T extends Throwable> void rethrow(Throwable thrown) throws T {
    throw (T) thrown;
  }

  /** On a thread as the JVM makes one for each signal. */
  private static void run(JdkState state, String name, Runnable task) {
    Thread thread = new Thread(state.group(), task, "SIG" + name + " handler", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(state.contextClassLoader());
    thread.start();
  }
}
