package dev.metaproc.isolation.jdk;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program's own of what RMI keeps for the whole JVM. */
final class RemoteObjects {
  /** The class that makes RMI's threads. */
  static final String RUNTIME = "sun.rmi.runtime.RuntimeUtil";

  private static final String HOST = "java.rmi.server.hostname";

  private RemoteObjects() {}

  /** Of the program's {@link #RUNTIME}, which the JDK's own accessor finds. */
  static @Nullable Object scheduler() {
    Class<?> owner = JdkInternals.named(RUNTIME);
    Object runtime = JdkInternals.invokeStatic(owner, "getInstance", owner);
    return runtime == null
        ? null
        : JdkInternals.get(runtime, "scheduler", ScheduledThreadPoolExecutor.class);
  }

  /** Serves the connections that others have made to the program; they end when it ends. */
  static ExecutorService connections(JdkState state) {
    Connections connections = new Connections(state);
    Object ignored = state.journal().record("RMI connections", connections::closeAll);
    return connections;
  }

  private static final class Connections extends ThreadPoolExecutor {
    private static final long IDLE_SECONDS = 60;

    private final Set<Runnable> handlers = ConcurrentHashMap.newKeySet();

    Connections(JdkState state) {
      super(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Background.daemons(state, "RMI TCP Connection(idle)"));
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable handler) {
      handlers.add(handler);
    }

    @Override
    protected void afterExecute(Runnable handler, @Nullable Throwable thrown) {
      handlers.remove(handler);
    }

    void closeAll() throws IOException {
      for (Runnable handler : handlers) {
        if (JdkInternals.find(handler, "socket", Socket.class) instanceof Socket socket) {
          socket.close();
        }
      }
    }
  }

  /** The ports the program exports objects on, by endpoint; closed when it ends. */
  static Map<Object, Collection<?>> endpoints(JdkState state) {
    Map<Object, Collection<?>> endpoints = new HashMap<>();
    Object ignored = state.journal().record("RMI ports", () -> close(endpoints));
    return endpoints;
  }

  private static void close(Map<Object, Collection<?>> endpoints) throws IOException {
    List<Object> all = new ArrayList<>();
    synchronized (endpoints) {
      endpoints.values().forEach(all::addAll);
    }
    Class<?> transports = JdkInternals.named("sun.rmi.transport.Transport");
    for (Object endpoint : all) {
      Object transport = JdkInternals.invoke(endpoint, "getInboundTransport", transports);
      if (transport != null
          && JdkInternals.find(transport, "server", ServerSocket.class)
              instanceof ServerSocket server) {
        server.close();
      }
    }
  }

  static @Nullable Object host(JdkState state, @Nullable Object shared) {
    String own = state.properties().getProperty(HOST);
    return own == null ? shared : own;
  }

  static @Nullable Object isHostKnown(JdkState state, @Nullable Object shared) {
    return state.properties().getProperty(HOST) == null ? shared : (Object) true;
  }
}
