package dev.metaproc.launcher.nailgun;

import dev.metaproc.isolation.reclaim.HostThreads;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.session.Signal;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One client of the nailgun protocol, from its first chunk to its exit code. The caller's thread
 * receives all along, so that the client's end is noticed at once; the command has a thread of its
 * own.
 */
public final class NailgunConnection {
  private static final int MOST_CHUNKS = 100_000;

  private final DataInputStream in;
  private final ClientChannel channel;
  private final CommandRunner runner;
  private final Runnable started;

  /**
   * A connection.
   *
   * @param started told when the command is known: the client is no longer half-open
   */
  public NailgunConnection(
      DataInputStream in, OutputStream out, CommandRunner runner, Runnable started) {
    this.in = in;
    this.channel = new ClientChannel(out);
    this.runner = runner;
    this.started = started;
  }

  /** What a client said before its command runs. */
  private record Call(
      String command, List<String> words, Map<String, String> environment, Path directory) {}

  /** Serves the client; returns when it has its exit code or is gone. */
  public void serve() throws IOException {
    var _ = HostThreads.start("host/to client", channel);
    try {
      Call call = call();
      if (call != null) {
        started.run();
        serve(call);
      }
    } catch (ProtocolException e) {
      refuse(String.valueOf(e.getMessage()));
    } finally {
      channel.close();
    }
  }

  private void serve(Call call) throws IOException {
    NailgunSession session = new NailgunSession(call.environment, call.directory, channel);
    var _ = HostThreads.start("host/" + call.command, () -> run(call, session));
    try {
      receive(session);
    } finally {
      session.gone();
    }
  }

  private void run(Call call, NailgunSession session) {
    int code = ExitCodes.HOST;
    try {
      code = runner.run(call.command, call.words, session);
    } catch (LinkageError e) { // a build has replaced the jars of a host that runs
      say(
          "internal error: "
              + e
              + " (was Metaproc built anew? end this host with kill "
              + ProcessHandle.current().pid()
              + ")");
    } finally {
      channel.exit(code);
    }
  }

  private void say(String text) {
    try {
      channel.send(Chunk.of(Chunk.STDERR, "metaproc: " + text + "\n"));
    } catch (IOException e) {
      return; // the client has gone
    }
  }

  private void refuse(String message) throws IOException {
    channel.send(Chunk.of(Chunk.STDERR, "metaproc: bad request: " + message + "\n"));
    channel.exit(ExitCodes.HOST);
    in.transferTo(OutputStream.nullOutputStream()); // until the client has read it and goes
  }

  private @Nullable Call call() throws IOException {
    List<String> words = new ArrayList<>();
    Map<String, String> environment = new LinkedHashMap<>();
    String directory = null;
    long size = 0;
    for (int count = 0; count < MOST_CHUNKS; count++) {
      Chunk chunk = Chunk.read(in);
      if (chunk == null) {
        return null;
      }
      size += chunk.body().length;
      if (size > 16L * Chunk.LONGEST) {
        throw new ProtocolException("arguments and environment are longer than 16 MiB together");
      }
      switch (chunk.type()) {
        case Chunk.ARGUMENT, Chunk.LONG_ARGUMENT -> words.add(chunk.text());
        case Chunk.ENVIRONMENT -> variable(chunk.text(), environment);
        case Chunk.DIRECTORY -> directory = chunk.text();
        case Chunk.COMMAND -> {
          return new Call(chunk.text(), words, environment, absolute(directory));
        }
        case Chunk.HEARTBEAT -> {}
        default ->
            throw new ProtocolException(
                "chunk type " + Integer.toHexString(chunk.type()) + " before the command");
      }
    }
    throw new ProtocolException("more than " + MOST_CHUNKS + " chunks before the command");
  }

  private static void variable(String text, Map<String, String> environment) {
    int equals = text.indexOf('=');
    if (equals > 0) {
      environment.put(text.substring(0, equals), text.substring(equals + 1));
    }
  }

  private static Path absolute(@Nullable String directory) throws ProtocolException {
    if (directory == null || !directory.startsWith("/")) {
      throw new ProtocolException(
          "directory '" + directory + "' must be absolute (a D chunk before the command)");
    }
    return Path.of(directory).normalize();
  }

  /** Until the client closes, which it does when it has its exit code. */
  private void receive(NailgunSession session) throws IOException {
    boolean isOwn = session.environment().containsKey(Chunk.OWN_CLIENT);
    for (Chunk chunk = Chunk.read(in); chunk != null; chunk = Chunk.read(in)) {
      switch (chunk.type()) {
        case Chunk.STDIN -> {
          if (!session.input().offer(chunk.body())) {
            throw new ProtocolException("standard input nobody asked for");
          }
        }
        case Chunk.STDIN_END -> session.input().end();
        case Chunk.HEARTBEAT -> {}
        case Chunk.SIGNAL -> {
          if (isOwn) {
            Signal.of(chunk.text()).ifPresent(session::signal);
          }
        }
        default ->
            throw new ProtocolException(
                "chunk type " + Integer.toHexString(chunk.type()) + " during the command");
      }
    }
  }
}
