package dev.metaproc.isolation.reclaim;

import com.sun.net.httpserver.HttpServer;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Channel;
import java.nio.channels.NetworkChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a program has open: sockets, channels, files, executors, timers. Most are held weakly: the
 * JDK closes what nobody uses any more. Network channels it forgets, so they are held until they
 * are found closed.
 *
 * <p>Calls no method of an object but by {@link #close}, which runs on a thread that counts as the
 * program's, since its class may be the program's. Safe for use by any thread.
 */
public final class OpenResources {
  private static final int SWEEP_AT_LEAST = 64;

  private final ReferenceQueue<Object> gone = new ReferenceQueue<>();
  private final Map<Held, Closing> weak = new HashMap<>();
  private final IdentityHashMap<Object, Closing> strong = new IdentityHashMap<>();
  private int sweepAt = SWEEP_AT_LEAST;
  private boolean closed;

  /** How one kind of thing is closed. */
  public interface Closing {
    void close(Object resource) throws Exception;

    /** The same closing for what is held, not only weakly, until {@code isClosed}. */
    static Closing heldUntil(Predicate<Object> isClosed, Closing closing) {
      return new Closing() {
        @Override
        public void close(Object resource) throws Exception {
          closing.close(resource);
        }

        @Override
        public Predicate<Object> isClosed() {
          return isClosed;
        }
      };
    }

    /** Null for what is held weakly. */
    default @Nullable Predicate<Object> isClosed() {
      return null;
    }
  }

  /** Equal if they stand for the same object. */
  private static final class Held extends WeakReference<Object> {
    private final int hash;

    Held(Object resource, ReferenceQueue<Object> gone) {
      super(resource, gone);
      hash = System.identityHashCode(resource);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the object's own equals may be the program's code
    public boolean equals(Object other) {
      return this == other || (other instanceof Held held && get() != null && held.get() == get());
    }
  }

  /** Remembers it; closes it at once if the program has ended. */
  public void opened(Object resource, Closing closing) {
    synchronized (this) {
      if (!closed) {
        remember(resource, closing);
        return;
      }
    }
    close(resource, closing);
  }

  private void remember(Object resource, Closing closing) {
    for (Object dead = gone.poll(); dead != null; dead = gone.poll()) {
      weak.remove((Held) dead);
    }
    if (closing.isClosed() == null) {
      weak.put(new Held(resource, gone), closing);
      return;
    }
    strong.put(resource, closing);
    if (strong.size() > sweepAt) {
      strong.entrySet().removeIf(held -> isClosed(held.getKey(), held.getValue()));
      sweepAt = Math.max(SWEEP_AT_LEAST, strong.size() * 2);
    }
  }

  private static boolean isClosed(Object resource, Closing closing) {
    Predicate<Object> isClosed = closing.isClosed();
    return isClosed != null && isClosed.test(resource);
  }

  synchronized boolean isEmpty() {
    return weak.isEmpty() && strong.isEmpty();
  }

  /**
   * What is open.
   *
   * @param files streams and channels of files and pipes
   */
  public record Count(int sockets, int files) {}

  /** Counts what is open and of the JDK's own classes. */
  public Count count() {
    List<Object> all = new ArrayList<>();
    synchronized (this) {
      weak.keySet().forEach(held -> all.add(held.get()));
      all.addAll(strong.keySet());
    }
    int sockets = 0;
    int files = 0;
    for (Object each : all) {
      switch (kindOf(each)) {
        case SOCKET -> sockets++;
        case FILE -> files++;
        case OTHER -> {}
      }
    }
    return new Count(sockets, files);
  }

  private enum Kind {
    SOCKET,
    FILE,
    OTHER
  }

  /** Methods of the JDK's classes are called here, never ones of the program's. */
  private static Kind kindOf(@Nullable Object resource) {
    if (resource == null || resource.getClass().getClassLoader() != null) {
      return Kind.OTHER;
    }
    try {
      return switch (resource) {
        case ServerSocket socket -> socket.isClosed() ? Kind.OTHER : Kind.SOCKET;
        case Socket socket -> socket.isClosed() ? Kind.OTHER : Kind.SOCKET;
        case DatagramSocket socket -> socket.isClosed() ? Kind.OTHER : Kind.SOCKET;
        case NetworkChannel channel -> channel.isOpen() ? Kind.SOCKET : Kind.OTHER;
        case Channel channel -> channel.isOpen() ? Kind.FILE : Kind.OTHER;
        case FileInputStream stream -> stream.getFD().valid() ? Kind.FILE : Kind.OTHER;
        case FileOutputStream stream -> stream.getFD().valid() ? Kind.FILE : Kind.OTHER;
        case RandomAccessFile file -> file.getFD().valid() ? Kind.FILE : Kind.OTHER;
        case HttpServer _ -> Kind.SOCKET;
        default -> Kind.OTHER;
      };
    } catch (IOException e) {
      return Kind.OTHER; // it has no descriptor any more
    }
  }

  /** Closes all of it, and from now on whatever is opened, at once. */
  void close() {
    List<Map.Entry<Object, Closing>> all = new ArrayList<>();
    synchronized (this) {
      closed = true;
      weak.forEach(
          (held, closing) -> {
            Object resource = held.get();
            if (resource != null) {
              all.add(Map.entry(resource, closing));
            }
          });
      all.addAll(strong.entrySet());
      weak.clear();
      strong.clear();
    }
    all.forEach(each -> close(each.getKey(), each.getValue()));
  }

  private static void close(Object resource, Closing closing) {
    try {
      closing.close(resource);
    } catch (Throwable e) {
      // it could not be closed, perhaps by the program's own code; the next one may
    }
  }
}
