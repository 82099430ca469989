package dev.metaproc.debug.console;

import com.sun.jdi.connect.spi.Connection;
import dev.metaproc.debug.jdwp.Command;
import dev.metaproc.debug.jdwp.PacketReader;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The connection that the JDK's debug interface talks through, and beside it the commands that only
 * the multiplexer knows: theirs are packet ids that the interface never comes to.
 */
final class Channel extends Connection {
  private static final byte[] HELLO = "JDWP-Handshake".getBytes(StandardCharsets.US_ASCII);
  private static final int FIRST_ID = 0x7000_0000;
  private static final int HEADER = 11;
  private static final int LARGEST = 1 << 30;
  private static final int CONNECT_MILLIS = 10_000;
  private static final int ANSWER_SECONDS = 30;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final AtomicInteger ids = new AtomicInteger(FIRST_ID);
  private final Map<Integer, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();

  private Channel(Socket socket) throws IOException {
    this.socket = socket;
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = socket.getOutputStream();
  }

  /**
   * Connects.
   *
   * @throws IOException with what the other side said, if it would not
   */
  static Channel connect(String host, int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      socket.setTcpNoDelay(true);
      socket.getOutputStream().write(HELLO);
      byte[] answer = socket.getInputStream().readNBytes(HELLO.length);
      if (!Arrays.equals(answer, HELLO)) {
        byte[] rest = socket.getInputStream().readAllBytes();
        String said =
            new String(answer, StandardCharsets.UTF_8) + new String(rest, StandardCharsets.UTF_8);
        throw new IOException(said.isBlank() ? "it is no debug address" : said.strip());
      }
      return new Channel(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Asks the multiplexer. */
  PacketReader ask(Command command, byte[] data) throws IOException {
    int id = ids.incrementAndGet();
    CompletableFuture<byte[]> reply = new CompletableFuture<>();
    waiting.put(id, reply);
    ByteBuffer packet = ByteBuffer.allocate(HEADER + data.length);
    packet.putInt(packet.capacity()).putInt(id).put((byte) 0).putShort((short) command.code());
    writePacket(packet.put(data).array());
    try {
      byte[] answer = reply.get(ANSWER_SECONDS, TimeUnit.SECONDS);
      ByteBuffer header = ByteBuffer.wrap(answer);
      int error = header.getShort(HEADER - 2);
      if (error != 0) {
        throw new IOException("the multiplexer answers with error " + error);
      }
      return new PacketReader(Arrays.copyOfRange(answer, HEADER, answer.length));
    } catch (TimeoutException e) {
      throw new IOException("the multiplexer does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException("the connection is closed", e);
    } finally {
      waiting.remove(id);
    }
  }

  @Override
  public byte[] readPacket() throws IOException {
    while (true) {
      byte[] packet;
      try {
        packet = read();
      } catch (IOException e) {
        waiting.values().forEach(each -> each.completeExceptionally(e));
        if (e instanceof EOFException || socket.isClosed()) {
          return new byte[0]; // what the interface expects at the end
        }
        throw e;
      }
      CompletableFuture<byte[]> reply = waiting.remove(ByteBuffer.wrap(packet).getInt(4));
      if (reply == null) {
        return packet;
      }
      reply.complete(packet);
    }
  }

  private byte[] read() throws IOException {
    int length = in.readInt();
    if (length < HEADER || length > LARGEST) {
      throw new IOException("a packet of " + length + " bytes");
    }
    ByteBuffer packet = ByteBuffer.allocate(length).putInt(length);
    in.readFully(packet.array(), Integer.BYTES, length - Integer.BYTES);
    return packet.array();
  }

  @Override
  public void writePacket(byte[] packet) throws IOException {
    synchronized (out) {
      out.write(packet);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  @Override
  public boolean isOpen() {
    return !socket.isClosed();
  }
}
