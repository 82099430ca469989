package dev.metaproc.launcher.client;

import dev.metaproc.launcher.daemon.SocketStreams;
import dev.metaproc.launcher.nailgun.Chunk;
import dev.metaproc.launcher.session.Signal;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One command that a host carries out, in the nailgun protocol: its words go there, what it prints
 * and its exit code come back. Signals may be sent from any thread.
 */
final class Conversation implements AutoCloseable {
  private static final int INPUT = 8192;

  private final SocketChannel socket;
  private final OutputStream out;
  private final LinkedBlockingQueue<Boolean> asked = new LinkedBlockingQueue<>();

  Conversation(SocketChannel socket) {
    this.socket = socket;
    out = SocketStreams.output(socket);
  }

  /** Says what is to be done. */
  void begin(String command, List<String> words, Map<String, String> environment, Path directory)
      throws IOException {
    ByteArrayOutputStream call = new ByteArrayOutputStream();
    for (String word : words) {
      Chunk.of(Chunk.ARGUMENT, word).write(call);
    }
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      Chunk.of(Chunk.ENVIRONMENT, variable.getKey() + "=" + variable.getValue()).write(call);
    }
    Chunk.of(Chunk.ENVIRONMENT, Chunk.OWN_CLIENT + "=1").write(call);
    Chunk.of(Chunk.DIRECTORY, directory.toString()).write(call);
    Chunk.of(Chunk.COMMAND, command).write(call);
    out.write(call.toByteArray());
  }

  /**
   * Serves the command to its end.
   *
   * @param input read only when the command reads
   * @return its exit code
   * @throws IOException when the host went away before it said one, or a stream cannot be written
   */
  int run(InputStream input, OutputStream output, OutputStream error) throws IOException {
    var _ = Thread.ofPlatform().name("metaproc/stdin").daemon().start(() -> copyInput(input));
    DataInputStream in = new DataInputStream(new BufferedInputStream(SocketStreams.input(socket)));
    for (Chunk chunk = Chunk.read(in); chunk != null; chunk = Chunk.read(in)) {
      switch (chunk.type()) {
        case Chunk.STDOUT -> write(output, chunk);
        case Chunk.STDERR -> write(error, chunk);
        case Chunk.SEND_INPUT -> asked.add(true);
        case Chunk.EXIT -> {
          asked.add(false);
          return Integer.parseInt(chunk.text().strip());
        }
        default -> throw new IOException("the host sent a chunk of type " + chunk.type());
      }
    }
    throw new IOException("it closed the connection before the command ended (see its host.log)");
  }

  private static void write(OutputStream stream, Chunk chunk) throws IOException {
    stream.write(chunk.body());
    stream.flush();
  }

  private void copyInput(InputStream input) {
    byte[] bytes = new byte[INPUT];
    try {
      while (asked.take()) {
        int count = input.read(bytes);
        send(
            count < 0
                ? new Chunk(Chunk.STDIN_END, new byte[0])
                : new Chunk(Chunk.STDIN, Arrays.copyOf(bytes, count)));
      }
    } catch (IOException | InterruptedException e) {
      return; // the command has ended meanwhile
    }
  }

  void signal(Signal signal) throws IOException {
    send(Chunk.of(Chunk.SIGNAL, signal.name()));
  }

  private synchronized void send(Chunk chunk) throws IOException {
    chunk.write(out);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
