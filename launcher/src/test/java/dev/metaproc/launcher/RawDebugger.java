package dev.metaproc.launcher;

import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.metaproc.debug.jdwp.Command;
import dev.metaproc.debug.jdwp.JdwpError;
import dev.metaproc.debug.jdwp.PacketReader;
import dev.metaproc.debug.jdwp.PacketWriter;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.awaitility.Awaitility;

/** A debugger that says what no debugger should. */
final class RawDebugger implements AutoCloseable {
  /** The end of a reply: 0 for a good one. */
  record Reply(int error, PacketReader data) {}

  /** Where a thread has stopped. */
  record Stopped(long thread, long frame) {}

  private static final int BREAKPOINT = 2;
  private static final int EVENT_THREAD = 1;
  private static final int LOCATION_ONLY = 7;
  private static final int CLASS = 1;
  private static final int KEPT = 50;

  final Socket socket;
  private final DataOutputStream out;
  private final DataInputStream in;
  private final Queue<Reply> replies = new ArrayDeque<>();
  private final Queue<PacketReader> events = new ArrayDeque<>();
  private final Deque<String> last = new ArrayDeque<>();
  private int nextId = 1;

  private RawDebugger(Socket socket) throws IOException {
    this.socket = socket;
    out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
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
    raw.send(hello);
    byte[] answer = raw.in.readNBytes(hello.length);
    if (!java.util.Arrays.equals(hello, answer)) {
      throw new IOException(new String(answer, StandardCharsets.UTF_8));
    }
    return raw;
  }

  /** The same, waiting for another debugger that is about to go. */
  static RawDebugger attachWhenFree(int port) {
    List<RawDebugger> attached = new ArrayList<>();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThatNoException().isThrownBy(() -> attached.add(attach(port))));
    return attached.getFirst();
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  Reply ask(int code, byte[] data) throws IOException {
    if (last.size() == KEPT) {
      last.remove();
    }
    last.add(
        Objects.requireNonNullElse(Command.of(code), code) + " " + HexFormat.of().formatHex(data));
    out.writeInt(11 + data.length);
    out.writeInt(nextId++);
    out.writeByte(0);
    out.writeShort(code);
    out.write(data);
    out.flush();
    while (replies.isEmpty()) {
      readPacket();
    }
    return replies.remove();
  }

  /** The commands sent last, the newest at the end. */
  String said() {
    return String.join("\n", last);
  }

  private void readPacket() throws IOException {
    byte[] body = new byte[in.readInt() - 11];
    in.readInt();
    boolean isReply = in.readByte() != 0;
    int code = in.readShort();
    in.readFully(body);
    if (isReply) {
      replies.add(new Reply(code, new PacketReader(body)));
    } else {
      events.add(new PacketReader(body));
    }
  }

  int error(Command command, PacketWriter data) throws IOException {
    return ask(command.code(), data.toBytes()).error();
  }

  /** The data of a reply that has to be good. */
  PacketReader get(Command command, PacketWriter data) throws IOException {
    Reply reply = ask(command.code(), data.toBytes());
    if (reply.error != JdwpError.NONE) {
      throw new AssertionError(command + " is refused: " + reply.error);
    }
    return reply.data;
  }

  /** The class of a signature, of which a program has one. */
  long type(String signature) throws IOException {
    List<Long> found = types(signature);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " classes " + signature);
    }
    return found.getFirst();
  }

  List<Long> types(String signature) throws IOException {
    PacketReader found = get(Command.VM_CLASSES_BY_SIGNATURE, new PacketWriter().string(signature));
    List<Long> types = new ArrayList<>();
    for (int left = found.i4(); left > 0; left--) {
      found.u1();
      types.add(found.id());
      found.i4();
    }
    return types;
  }

  long method(long type, String name) throws IOException {
    return member(Command.TYPE_METHODS, type, name);
  }

  long field(long type, String name) throws IOException {
    return member(Command.TYPE_FIELDS, type, name);
  }

  private long member(Command command, long type, String name) throws IOException {
    PacketReader members = get(command, new PacketWriter().id(type));
    Map<String, Long> ids = new HashMap<>();
    for (int left = members.i4(); left > 0; left--) {
      long id = members.id();
      ids.put(members.string(), id);
      members.string();
      members.i4();
    }
    Long id = ids.get(name);
    if (id == null) {
      throw new AssertionError(name + " is none of " + ids.keySet());
    }
    return id;
  }

  /** The value of a static field, whose type is a class. */
  long object(long type, String field) throws IOException {
    return value(type, field).id();
  }

  int number(long type, String field) throws IOException {
    return value(type, field).i4();
  }

  private PacketReader value(long type, String field) throws IOException {
    PacketReader values =
        get(Command.TYPE_GET_VALUES, new PacketWriter().id(type).i4(1).id(field(type, field)));
    values.i4();
    values.u1();
    return values;
  }

  long thread(String name) throws IOException {
    PacketReader threads = get(Command.VM_ALL_THREADS, new PacketWriter());
    for (int left = threads.i4(); left > 0; left--) {
      long thread = threads.id();
      if (get(Command.THREAD_NAME, new PacketWriter().id(thread)).string().equals(name)) {
        return thread;
      }
    }
    throw new AssertionError("no thread " + name);
  }

  /** Stops the thread that next enters a method. */
  Stopped stopIn(long type, String method) throws IOException {
    int request = get(Command.REQUEST_SET, breakpoint(type, method(type, method), 0)).i4();
    while (events.isEmpty()) {
      readPacket();
    }
    PacketReader event = events.remove();
    event.skip(1 + 4 + 1 + 4);
    long thread = event.id();
    get(Command.REQUEST_CLEAR, new PacketWriter().u1(BREAKPOINT).i4(request));
    PacketReader frames = get(Command.THREAD_FRAMES, new PacketWriter().id(thread).i4(0).i4(1));
    frames.i4();
    return new Stopped(thread, frames.id());
  }

  static PacketWriter breakpoint(long type, long method, long index) {
    return new PacketWriter()
        .u1(BREAKPOINT)
        .u1(EVENT_THREAD)
        .i4(1)
        .u1(LOCATION_ONLY)
        .u1(CLASS)
        .id(type)
        .id(method)
        .id(index);
  }

  int read() throws IOException {
    return in.read();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
