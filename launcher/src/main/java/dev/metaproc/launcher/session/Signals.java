package dev.metaproc.launcher.session;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Takes over a signal of the process. A shutdown hook would do for the first Ctrl-C and never hear
 * of the second. {@code sun.misc.Signal} is called by reflection because javac warns of its use and
 * cannot be told not to.
 */
public final class Signals {
  private Signals() {}

  /** Runs {@code action} on a thread of the JVM's at every signal, instead of ending the JVM. */
  public static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(), new Class<?>[] {handler}, handler(action));
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException e) {
      // Without the signal (java -Xrs) the JVM's own handling is left: the job ends at once.
    }
  }

  private static InvocationHandler handler(Runnable action) {
    return (proxy, method, arguments) -> {
      if (method.getName().equals("handle")) {
        action.run();
        return null;
      }
      return objectMethod(proxy, method);
    };
  }

  /** The JVM keeps handlers in a table and compares them. */
  private static Object objectMethod(Object proxy, Method method) {
    return switch (method.getName()) {
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" -> "metaproc's signal handler";
      default -> false;
    };
  }
}
