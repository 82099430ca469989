package dev.metaproc.isolation;

import dev.metaproc.api.Link;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A queue whose ends are given to programs with {@link ProgramBuilder#link}; see {@link Link} for
 * what becomes of a message on its way. The host has an end of its own.
 *
 * <p>Safe for use by any thread.
 *
 * @param <T> what is sent
 */
public final class ProgramLink<T> {
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<LinkMessage> queue = new ArrayDeque<>();
  private boolean isClosed;

  private ProgramLink(int capacity) {
    this.capacity = capacity;
  }

  /**
   * A new one.
   *
   * @param capacity messages it holds before senders wait, 1 or more
   */
  public static <T> ProgramLink<T> of(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity " + capacity + " must be 1 or more");
    }
    return new ProgramLink<>(capacity);
  }

  /** The host's own end. */
  public Link<T> hostEnd() {
    return end(ProgramLink.class.getClassLoader());
  }

  /**
   * An end.
   *
   * @param loader knows the classes of whoever has it
   */
  Link<T> end(ClassLoader loader) {
    return new End(loader);
  }

  private final class End implements Link<T> {
    private final ClassLoader loader;

    End(ClassLoader loader) {
      this.loader = loader;
    }

    @Override
    public void send(T message) throws InterruptedException {
      LinkMessage packed = LinkMessage.pack(message);
      lock.lockInterruptibly();
      try {
        while (queue.size() >= capacity && !isClosed) {
          changed.await();
        }
        if (isClosed) {
          throw new IllegalStateException("the link is closed");
        }
        queue.add(packed);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public Optional<T> receive() throws InterruptedException {
      LinkMessage packed = next();
      return packed == null ? Optional.empty() : Optional.of(unpacked(packed));
    }

    @SuppressWarnings("unchecked") // the ends agree on the type, as on that of a stream's objects
    private T unpacked(LinkMessage packed) {
      return (T) packed.unpack(loader);
    }

    private @Nullable LinkMessage next() throws InterruptedException {
      lock.lockInterruptibly();
      try {
        while (queue.isEmpty() && !isClosed) {
          changed.await();
        }
        LinkMessage first = queue.poll();
        changed.signalAll();
        return first;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        isClosed = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
