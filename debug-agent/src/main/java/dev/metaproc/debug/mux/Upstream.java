package dev.metaproc.debug.mux;

import dev.metaproc.debug.jdwp.Command;
import dev.metaproc.debug.jdwp.Connection;
import dev.metaproc.debug.jdwp.Handshake;
import dev.metaproc.debug.jdwp.JdwpError;
import dev.metaproc.debug.jdwp.Packet;
import dev.metaproc.debug.jdwp.PacketReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** The one connection to the JVM's agent: commands in, replies to whoever sent them, events out. */
final class Upstream implements Connection.Receiver {
  /** What arrives unasked. Called on the connection's thread, must not wait. */
  interface Listener {
    void event(byte[] composite);

    void disconnected(String reason);
  }

  /** One command to be sent. */
  @SuppressWarnings("ArrayRecordComponent") // handed over
  record Ask(Command command, byte[] data) {}

  private static final Duration HANDSHAKE = Duration.ofSeconds(10);
  private static final int LARGEST = Integer.MAX_VALUE - 16;

  private final Connection connection;
  private final Listener listener;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, Consumer<Packet>> waiting = new ConcurrentHashMap<>();
  private volatile boolean isClosed;

  private Upstream(SocketChannel channel, Listener listener) throws IOException {
    this.listener = listener;
    connection = new Connection(channel, "agent/reader", LARGEST, Long.MAX_VALUE, this);
  }

  /** Connects to an agent that listens. */
  static Upstream connect(InetSocketAddress agent, Listener listener) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.socket().connect(agent, (int) HANDSHAKE.toMillis());
      Handshake.asDebugger(channel.socket(), HANDSHAKE);
      return new Upstream(channel, listener);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Packets begin to arrive. */
  void start() {
    connection.start();
  }

  /** Sends a command; its reply is handed over on the connection's thread. */
  void send(Command command, byte[] data, Consumer<Packet> onReply) {
    connection.send(enter(new Ask(command, data), onReply));
    failIfClosed();
  }

  /** Sends several in one write; the replies come one by one. */
  void sendAll(List<Ask> asks, Consumer<Packet> onEachReply) {
    if (asks.size() == 1) { // as after most events
      connection.send(enter(asks.getFirst(), onEachReply));
      failIfClosed();
      return;
    }
    List<Packet> packets = new ArrayList<>(asks.size());
    asks.forEach(ask -> packets.add(enter(ask, onEachReply)));
    if (!packets.isEmpty()) {
      connection.sendAll(packets);
      failIfClosed();
    }
  }

  private Packet enter(Ask ask, Consumer<Packet> onReply) {
    int id = ids.incrementAndGet();
    waiting.put(id, onReply);
    return Packet.command(id, ask.command, ask.data);
  }

  /** Sends a command and waits. Never on the connection's thread, nor under a lock. */
  Packet ask(Command command, byte[] data) {
    CompletableFuture<Packet> reply = new CompletableFuture<>();
    send(command, data, reply::complete);
    return reply.join();
  }

  /** The replies to several commands, in their order. Waits as {@link #ask} does. */
  List<Packet> askAll(List<Ask> asks) {
    List<CompletableFuture<Packet>> replies = new ArrayList<>(asks.size());
    List<Packet> packets = new ArrayList<>(asks.size());
    for (Ask each : asks) {
      CompletableFuture<Packet> reply = new CompletableFuture<>();
      packets.add(enter(each, reply::complete));
      replies.add(reply);
    }
    if (!packets.isEmpty()) {
      connection.sendAll(packets);
      failIfClosed();
    }
    return replies.stream().map(CompletableFuture::join).toList();
  }

  /**
   * One command for each of many ids, in one go; what is refused is left out. Waits as {@link #ask}
   * does.
   *
   * @param data of the command for an id
   * @param answer told an id and the data of its good reply, in the order of the ids
   */
  void askEach(
      Command command,
      List<Long> ids,
      LongFunction<byte[]> data,
      BiConsumer<Long, PacketReader> answer) {
    List<Packet> replies =
        askAll(ids.stream().map(id -> new Ask(command, data.apply(id))).toList());
    for (int i = 0; i < replies.size(); i++) {
      if (replies.get(i).code() == JdwpError.NONE) {
        answer.accept(ids.get(i), replies.get(i).reader());
      }
    }
  }

  /**
   * The data of a good reply.
   *
   * @throws RefusedException with the agent's error
   */
  PacketReader get(Command command, byte[] data) {
    Packet reply = ask(command, data);
    if (reply.code() != JdwpError.NONE) {
      throw new RefusedException(reply.code());
    }
    return reply.reader();
  }

  @Override
  public void received(Packet packet) {
    if (!packet.isReply()) {
      listener.event(packet.data());
      return;
    }
    Consumer<Packet> onReply = waiting.remove(packet.id());
    if (onReply != null) {
      onReply.accept(packet);
    }
  }

  @Override
  public void closed(String reason) {
    isClosed = true;
    failIfClosed();
    listener.disconnected(reason);
  }

  /** Nobody waits for ever for a JVM that is gone. */
  private void failIfClosed() {
    if (isClosed) {
      for (Integer id : List.copyOf(waiting.keySet())) {
        Consumer<Packet> onReply = waiting.remove(id);
        if (onReply != null) {
          onReply.accept(Packet.refusal(id, JdwpError.VM_DEAD));
        }
      }
    }
  }

  /** Closes when all that was sent has been written. */
  void close() {
    connection.closeWhenDrained();
  }
}
