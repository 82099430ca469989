package dev.metaproc.debug.mux;

import dev.metaproc.debug.jdwp.Handshake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The address at which debuggers of one program arrive: always on the loopback interface, because
 * whoever reaches it can run any code in the JVM.
 */
final class Port implements AutoCloseable {
  private static final Duration HANDSHAKE = Duration.ofSeconds(5);
  private static final Duration RETRY = Duration.ofMillis(100);
  private static final int CONNECT_MILLIS = 10_000;

  private final ServerSocketChannel server;

  private Port(ServerSocketChannel server) {
    this.server = server;
  }

  /**
   * Listens.
   *
   * @param address {@code [host:]port}; port 0 is any
   * @param arrived told of each peer that has begun the handshake, on a thread of its own
   */
  static Port listen(String address, Consumer<SocketChannel> arrived) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    try {
      server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port(address)));
    } catch (IOException | IllegalArgumentException e) {
      server.close();
      throw new IOException("cannot listen at " + address + ": " + e.getMessage(), e);
    }
    Port port = new Port(server);
    Thread.ofVirtual().name("port " + address).start(() -> port.accept(arrived));
    return port;
  }

  private static int port(String address) throws IOException {
    String digits = address.substring(address.lastIndexOf(':') + 1);
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw new IOException("'" + digits + "' is not a port number", e);
    }
  }

  /** Connects to a debugger that listens, and waits for its half of the handshake. */
  static SocketChannel connect(String address) throws IOException {
    int colon = address.lastIndexOf(':');
    String host = colon <= 0 ? "localhost" : address.substring(0, colon);
    SocketChannel channel = SocketChannel.open();
    try {
      channel.socket().connect(new InetSocketAddress(host, port(address)), CONNECT_MILLIS);
      Handshake.read(channel.socket(), HANDSHAKE);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw new IOException("cannot connect to the debugger at " + address + ": " + e.getMessage());
    }
  }

  String address() {
    return String.valueOf(server.socket().getLocalPort());
  }

  /**
   * One that cannot be accepted, for want of descriptors or because it is gone, is not the last.
   */
  private void accept(Consumer<SocketChannel> arrived) {
    while (server.isOpen()) {
      try {
        SocketChannel channel = server.accept();
        Thread.ofVirtual().name("handshake").start(() -> greet(channel, arrived));
      } catch (ClosedChannelException e) {
        return; // the program has ended
      } catch (IOException e) {
        LockSupport.parkNanos(RETRY.toNanos());
      }
    }
  }

  private static void greet(SocketChannel channel, Consumer<SocketChannel> arrived) {
    try {
      Handshake.read(channel.socket(), HANDSHAKE);
    } catch (IOException e) {
      refuse(channel, e.getMessage() + "\n");
      return;
    }
    arrived.accept(channel);
  }

  /** Says why in place of the handshake: a debugger reports it as one it does not know. */
  static void refuse(SocketChannel channel, String why) {
    try (channel) {
      channel.write(ByteBuffer.wrap((why + "\n").getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      return; // nobody is there to be told
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      return; // it listens no more either way
    }
  }
}
