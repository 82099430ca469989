package dev.metaproc.launcher.client;

import dev.metaproc.debug.DebugJvm;
import dev.metaproc.debug.DebugOptions;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.exit.LaunchException.Kind;
import dev.metaproc.launcher.host.DebugRuns;
import dev.metaproc.launcher.host.HostDirectories;
import dev.metaproc.launcher.host.ProgramRun;
import dev.metaproc.launcher.host.ProgramSpec;
import dev.metaproc.launcher.host.Streams;
import dev.metaproc.launcher.session.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A second host process with the debug agent, {@code NAME.debug}, that belongs to the one this is
 * called in: it starts when the first program is to be debugged and ends with its owner.
 */
public final class DebugHostBeside implements DebugRuns {
  private final HostDirectories directories;
  private final Map<String, String> environment;

  /**
   * The debug host of a host.
   *
   * @param owner that host's directories
   */
  public DebugHostBeside(HostDirectories owner, Map<String, String> environment) {
    this.directories = HostDirectories.of(owner.name() + ".debug", environment);
    this.environment = Map.copyOf(environment);
  }

  @Override
  public ProgramRun start(ProgramSpec spec, DebugOptions options, Streams streams) {
    try {
      boolean isNew = HostSocket.connect(directories).map(DebugHostBeside::closed).isEmpty();
      SocketChannel socket = connect();
      PrintStream err = new PrintStream(streams.err(), true, StandardCharsets.UTF_8);
      err.println(
          "metaproc: "
              + spec.name()
              + " is debugged in host "
              + directories.name()
              + (isNew ? ", which was started for that:" : ":")
              + " this one has no debug agent");
      return BesideRun.begin(new Conversation(socket), this, spec, options, streams);
    } catch (IOException e) {
      throw new LaunchException(
          Kind.HOST, "host " + directories.name() + " cannot be reached: " + e, e);
    }
  }

  private static boolean closed(SocketChannel probe) {
    try {
      probe.close();
    } catch (IOException e) {
      return true; // it answered, which is what was asked
    }
    return true;
  }

  private SocketChannel connect() throws IOException {
    Optional<SocketChannel> running = HostSocket.connect(directories);
    return running.isPresent()
        ? running.get()
        : new HostStarter(
                directories,
                environment,
                DebugJvm.command(),
                List.of("" + ProcessHandle.current().pid()))
            .connect();
  }

  @Override
  public int relay(List<String> words, Session session) {
    try (Conversation host = new Conversation(connect())) {
      host.begin("metaproc", words, session.environment(), session.directory());
      return host.run(session.in(), session.out(), session.err());
    } catch (IOException e) {
      throw new LaunchException(
          Kind.HOST, "host " + directories.name() + " cannot be reached: " + e, e);
    }
  }

  @Override
  public Optional<String> name() {
    try {
      return HostSocket.connect(directories)
          .filter(DebugHostBeside::closed)
          .map(socket -> directories.name());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    if (name().isPresent()) {
      ask(List.of("host", "stop"));
    }
  }

  /** What a command prints; empty when it fails. */
  Optional<String> ask(List<String> words) {
    Answer answer = answer(words);
    return answer.code == ExitCodes.SUCCESS ? Optional.of(answer.out) : Optional.empty();
  }

  /** What came of a command. */
  record Answer(int code, String out, String err) {}

  Answer answer(List<String> words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    Optional<SocketChannel> socket;
    try {
      socket = HostSocket.connect(directories);
      if (socket.isEmpty()) {
        return new Answer(ExitCodes.HOST, "", "host " + directories.name() + " does not run");
      }
      try (Conversation host = new Conversation(socket.get())) {
        host.begin("metaproc", words, environment, directories.state());
        int code = host.run(InputStream.nullInputStream(), out, err);
        return new Answer(
            code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      return new Answer(ExitCodes.HOST, "", String.valueOf(e.getMessage()));
    }
  }
}
