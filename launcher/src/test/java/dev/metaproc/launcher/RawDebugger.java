package dev.metaproc.launcher;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A debugger that says what no debugger should. */
final class RawDebugger implements AutoCloseable {
  /** The end of a reply: 0 for a good one. */
  record Reply(int error, ByteBuffer data) {}

  final Socket socket;
  private final DataOutputStream out;
  private final DataInputStream in;
  private int nextId = 1;

  private RawDebugger(Socket socket) throws IOException {
    this.socket = socket;
    out = new DataOutputStream(socket.getOutputStream());
    in = new DataInputStream(socket.getInputStream());
  }

  static RawDebugger connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(60_000);
    return new RawDebugger(socket);
  }

  /** With its handshake. */
  static RawDebugger attach(int port) throws IOException {
    RawDebugger raw = connect(port);
    byte[] hello = "JDWP-Handshake".getBytes(StandardCharsets.US_ASCII);
    raw.out.write(hello);
    byte[] answer = raw.in.readNBytes(hello.length);
    if (!java.util.Arrays.equals(hello, answer)) {
      throw new IOException(new String(answer, StandardCharsets.UTF_8));
    }
    return raw;
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  Reply ask(int set, int command, byte[] data) throws IOException {
    int id = nextId++;
    out.writeInt(11 + data.length);
    out.writeInt(id);
    out.writeByte(0);
    out.writeByte(set);
    out.writeByte(command);
    out.write(data);
    out.flush();
    while (true) {
      byte[] body = new byte[in.readInt() - 7 - 4];
      int of = in.readInt();
      boolean isReply = in.readByte() != 0;
      int code = in.readShort();
      in.readFully(body);
      if (isReply && of == id) {
        return new Reply(code, ByteBuffer.wrap(body));
      }
    }
  }

  int error(int set, int command, long... words) throws IOException {
    return ask(set, command, words(words)).error();
  }

  static byte[] words(long... words) {
    ByteBuffer data = ByteBuffer.allocate(8 * words.length);
    for (long word : words) {
      data.putLong(word);
    }
    return data.array();
  }

  int read() throws IOException {
    return in.read();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
