package dev.metaproc.debug.jdwp;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection after its handshake. Its thread reads packets and hands each to the receiver, in
 * order; any thread may send and none ever blocks: what the socket does not take is queued and
 * written by the connection's thread. A peer that does not read is cut off when its queue is full.
 */
public final class Connection implements AutoCloseable {
  /** Where packets go, on the connection's thread. */
  public interface Receiver {
    void received(Packet packet);

    /** Once, after the last packet, whoever closed it. */
    void closed(String reason);
  }

  private static final int CHUNK = 64 * 1024;

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final Receiver receiver;
  private final int maxPacket;
  private final long maxQueue;
  private final Thread thread;

  // guarded by queue
  private final Deque<ByteBuffer> queue = new ArrayDeque<>();
  private long queued;

  private ByteBuffer input = ByteBuffer.allocate(CHUNK);
  private volatile @Nullable String reason;
  private volatile boolean closeWhenDrained;

  /**
   * Takes over a connected channel.
   *
   * @param maxPacket bytes of the longest packet that is accepted
   * @param maxQueue bytes that may wait for a peer that does not read
   */
  public Connection(
      SocketChannel channel, String name, int maxPacket, long maxQueue, Receiver receiver)
      throws IOException {
    this.channel = channel;
    this.receiver = receiver;
    this.maxPacket = maxPacket;
    this.maxQueue = maxQueue;
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    selector = Selector.open();
    key = channel.register(selector, SelectionKey.OP_READ);
    thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Sends the handshake's second half, as the virtual machine. */
  public void greet() {
    enqueue(ByteBuffer.wrap(Handshake.hello()));
  }

  public void send(Packet packet) {
    ByteBuffer buffer = ByteBuffer.allocate(packet.length());
    packet.writeTo(buffer);
    enqueue(buffer.flip());
  }

  /** Sends several in one write. */
  public void sendAll(List<Packet> packets) {
    int length = packets.stream().mapToInt(Packet::length).sum();
    ByteBuffer buffer = ByteBuffer.allocate(length);
    packets.forEach(packet -> packet.writeTo(buffer));
    enqueue(buffer.flip());
  }

  private void enqueue(ByteBuffer buffer) {
    synchronized (queue) {
      if (reason != null) {
        return;
      }
      queue.add(buffer);
      queued += buffer.remaining();
      if (queue.size() == 1) {
        drain();
      }
      if (queued > maxQueue) {
        close("does not read: " + queued + " bytes wait for it");
      }
    }
  }

  /** Writes what the socket takes; asks to be called again for the rest. */
  private void drain() {
    try {
      while (!queue.isEmpty()) {
        ByteBuffer first = queue.getFirst();
        queued -= channel.write(first);
        if (first.hasRemaining()) {
          interest(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
          return;
        }
        queue.removeFirst();
      }
      interest(SelectionKey.OP_READ);
      if (closeWhenDrained) {
        close("closed");
      }
    } catch (IOException e) {
      close(String.valueOf(e.getMessage()));
    }
  }

  private void interest(int operations) {
    try {
      if (key.interestOps() != operations) {
        key.interestOps(operations);
        selector.wakeup();
      }
    } catch (CancelledKeyException e) {
      close("closed");
    }
  }

  private void run() {
    try {
      while (reason == null) {
        // looking for a packet for a while first takes a core from whoever would send it
        selector.select();
        if (key.isValid() && key.isWritable()) {
          synchronized (queue) {
            drain();
          }
        }
        if (key.isValid() && key.isReadable()) {
          read();
        }
      }
    } catch (IOException | CancelledKeyException | ClosedSelectorException e) {
      close(String.valueOf(e.getMessage()));
    } finally {
      close("failed");
      closeQuietly();
      receiver.closed(String.valueOf(reason));
    }
  }

  private void read() throws IOException {
    int count = channel.read(input);
    if (count < 0) {
      close("closed by the peer");
      return;
    }
    input.flip();
    while (input.remaining() >= Packet.HEADER) {
      int length = input.getInt(input.position());
      if (length < Packet.HEADER || length > maxPacket || !Packet.hasKnownFlags(input)) {
        close("malformed packet of length " + length);
        return;
      }
      if (input.remaining() < length) {
        break;
      }
      input.getInt();
      receiver.received(Packet.readFrom(input, length));
    }
    makeRoom();
  }

  /** Room for the rest of the packet that has begun, grown as it comes and never ahead of it. */
  private void makeRoom() {
    if (input.remaining() == input.capacity()) {
      ByteBuffer larger = ByteBuffer.allocate(input.capacity() * 2);
      input = larger.put(input);
    } else {
      input.compact();
      if (input.position() == 0 && input.capacity() > 16 * CHUNK) {
        input = ByteBuffer.allocate(CHUNK);
      }
    }
  }

  /** Closes it once everything sent has been written. */
  public void closeWhenDrained() {
    synchronized (queue) {
      closeWhenDrained = true;
      if (queue.isEmpty()) {
        close("closed");
      }
    }
  }

  @Override
  public void close() {
    close("closed");
  }

  private void close(String why) {
    synchronized (queue) {
      if (reason == null) {
        reason = why;
        selector.wakeup();
      }
    }
  }

  private void closeQuietly() {
    try (selector;
        channel) {
      queue.clear();
    } catch (IOException e) {
      // it is gone either way
    }
  }
}
