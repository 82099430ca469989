package dev.metaproc.launcher.nailgun;

import dev.metaproc.isolation.reclaim.MemoryReserve;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The host's end of what is sent to one client. Threads of programs only put chunks into a bounded
 * queue; {@link #run}, on a thread of the host, writes them. Were a program's thread to write to
 * the socket itself, interrupting it would close the socket.
 */
final class ClientChannel implements Runnable {
  private static final int MOST_QUEUED = 256 << 10;

  private final OutputStream out;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<byte[]> queue = new ArrayDeque<>();
  private long queued;
  private volatile int exitCode;

  // OPEN → EXITING (the exit code is queued) → CLOSED (all is written, or the client is gone)
  private State state = State.OPEN;

  private enum State {
    OPEN,
    EXITING,
    CLOSED
  }

  ClientChannel(OutputStream out) {
    this.out = out;
  }

  /** Queues a chunk, waiting for room; not to be interrupted, as a write to a pipe is not. */
  void send(char type, byte[] bytes, int offset, int count) throws IOException {
    lock.lock();
    try {
      while (state == State.OPEN && queued > MOST_QUEUED) {
        changed.awaitUninterruptibly();
      }
      if (state != State.OPEN) {
        throw new IOException("the client has gone, or the command has ended");
      }
      put(type, bytes, offset, count);
    } finally {
      lock.unlock();
    }
  }

  private void put(char type, byte[] bytes, int offset, int count) {
    ByteBuffer chunk = ByteBuffer.allocate(Chunk.HEADER + count);
    chunk.putInt(count).put((byte) type).put(bytes, offset, count);
    queue.add(chunk.array());
    queued += chunk.capacity();
    changed.signalAll();
  }

  void send(Chunk chunk) throws IOException {
    send(chunk.type(), chunk.body(), 0, chunk.body().length);
  }

  /**
   * The last chunk; what is sent later is refused, as by a closed pipe. The client waits for it,
   * whatever memory there is.
   */
  void exit(int code) {
    exitCode = code;
    boolean ignored = MemoryReserve.insist(this, ClientChannel::queueExit);
  }

  private boolean queueExit() {
    byte[] text = Chunk.of(Chunk.EXIT, Integer.toString(exitCode)).body();
    lock.lock();
    try {
      boolean isFirst = state == State.OPEN;
      if (isFirst) {
        put(Chunk.EXIT, text, 0, text.length);
        state = State.EXITING;
        changed.signalAll();
      }
      return isFirst;
    } finally {
      lock.unlock();
    }
  }

  /** The client is gone: nobody waits for room any more. */
  void close() {
    lock.lock();
    try {
      state = State.CLOSED;
      queue.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Writes what is queued until the exit code is written or the client gone. */
  @Override
  public void run() {
    try {
      byte @Nullable [] next = MemoryReserve.insist(this, ClientChannel::take);
      while (next != null) {
        out.write(next);
        next = MemoryReserve.insist(this, ClientChannel::take);
      }
    } catch (IOException | InterruptedException e) {
      // the client is gone, or the host ends
    } finally {
      close();
    }
  }

  /** All that is queued, in one piece; null after the last. */
  private byte @Nullable [] take() throws InterruptedException {
    lock.lock();
    try {
      while (queue.isEmpty() && state == State.OPEN) {
        changed.await();
      }
      if (queue.isEmpty()) {
        return null;
      }
      byte[] piece = queue.size() == 1 ? queue.removeFirst() : joined();
      queued -= piece.length;
      changed.signalAll();
      return piece;
    } finally {
      lock.unlock();
    }
  }

  private byte[] joined() {
    ByteBuffer piece = ByteBuffer.allocate(queue.stream().mapToInt(each -> each.length).sum());
    queue.forEach(piece::put);
    queue.clear();
    return piece.array();
  }
}
