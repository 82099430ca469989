package dev.metaproc.launcher.client;

import dev.metaproc.launcher.daemon.SocketStreams;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.nailgun.Chunk;
import dev.metaproc.launcher.session.Signals;
import dev.metaproc.launcher.session.Terminal;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The nailgun protocol as a client speaks it. Unlike other clients it forwards INT and TERM instead
 * of dying of them, so that the program's last words and its exit code arrive; a second INT ends
 * the client.
 */
final class NailgunClient {
  private static final int INPUT = 8192;

  private final SocketChannel socket;
  private final OutputStream out;
  private final Terminal terminal;
  private final Map<String, String> environment;
  private final Path directory;
  private final LinkedBlockingQueue<Boolean> asked = new LinkedBlockingQueue<>();

  NailgunClient(
      SocketChannel socket, Terminal terminal, Map<String, String> environment, Path directory) {
    this.socket = socket;
    this.out = SocketStreams.output(socket);
    this.terminal = terminal;
    this.environment = environment;
    this.directory = directory;
  }

  /** Returns the command's exit code; 125 when the host went away before it said one. */
  int run(String command, List<String> words) throws IOException {
    forwardSignals();
    out.write(call(command, words));
    var _ = Thread.ofPlatform().name("metaproc/stdin").daemon().start(this::copyInput);
    DataInputStream in = new DataInputStream(new BufferedInputStream(SocketStreams.input(socket)));
    for (Chunk chunk = Chunk.read(in); chunk != null; chunk = Chunk.read(in)) {
      switch (chunk.type()) {
        case Chunk.STDOUT -> write(terminal.out(), chunk);
        case Chunk.STDERR -> write(terminal.err(), chunk);
        case Chunk.SEND_INPUT -> asked.add(true);
        case Chunk.EXIT -> {
          return Integer.parseInt(chunk.text().strip());
        }
        default -> throw new IOException("the host sent a chunk of type " + chunk.type());
      }
    }
    throw new IOException("it closed the connection before the command ended (see its host.log)");
  }

  @SuppressWarnings("SystemConsoleNull") // the annotated JDK says it may be
  private byte[] call(String command, List<String> words) throws IOException {
    ByteArrayOutputStream call = new ByteArrayOutputStream();
    for (String word : words) {
      Chunk.of(Chunk.ARGUMENT, word).write(call);
    }
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      Chunk.of(Chunk.ENVIRONMENT, variable.getKey() + "=" + variable.getValue()).write(call);
    }
    Console console = System.console();
    boolean isTerminal = console != null && console.isTerminal();
    for (int descriptor = 0; descriptor < 3; descriptor++) {
      String variable = "NAILGUN_TTY_" + descriptor;
      if (!environment.containsKey(variable)) {
        Chunk.of(Chunk.ENVIRONMENT, variable + "=" + (isTerminal ? 1 : 0)).write(call);
      }
    }
    Chunk.of(Chunk.ENVIRONMENT, Chunk.OWN_CLIENT + "=1").write(call);
    Chunk.of(Chunk.DIRECTORY, directory.toString()).write(call);
    Chunk.of(Chunk.COMMAND, command).write(call);
    return call.toByteArray();
  }

  private static void write(OutputStream stream, Chunk chunk) throws IOException {
    stream.write(chunk.body());
    stream.flush();
  }

  private void copyInput() {
    byte[] bytes = new byte[INPUT];
    try {
      while (asked.take()) {
        int count = terminal.in().read(bytes);
        send(
            count < 0
                ? new Chunk(Chunk.STDIN_END, new byte[0])
                : new Chunk(Chunk.STDIN, Arrays.copyOf(bytes, count)));
      }
    } catch (IOException | InterruptedException e) {
      return; // the command has ended meanwhile
    }
  }

  private void forwardSignals() {
    AtomicInteger interrupts = new AtomicInteger();
    Signals.handle(
        "INT",
        () -> {
          if (interrupts.incrementAndGet() > 1) {
            Runtime.getRuntime().halt(ExitCodes.INTERRUPTED);
          }
          forward("INT");
        });
    Signals.handle("TERM", () -> forward("TERM"));
  }

  private void forward(String signal) {
    try {
      send(Chunk.of(Chunk.SIGNAL, signal));
    } catch (IOException e) {
      Runtime.getRuntime().halt(ExitCodes.HOST);
    }
  }

  private synchronized void send(Chunk chunk) throws IOException {
    chunk.write(out);
  }
}
