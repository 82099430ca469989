package dev.metaproc.launcher.client;

import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.session.Signal;
import dev.metaproc.launcher.session.Signals;
import dev.metaproc.launcher.session.Terminal;
import java.io.Console;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * This process as a client of a host. Unlike other nailgun clients it forwards INT and TERM instead
 * of dying of them, so that the program's last words and its exit code arrive; a second INT ends
 * the client.
 */
final class NailgunClient {
  private final Conversation host;
  private final Terminal terminal;
  private final Map<String, String> environment;
  private final Path directory;

  NailgunClient(
      SocketChannel socket, Terminal terminal, Map<String, String> environment, Path directory) {
    this.host = new Conversation(socket);
    this.terminal = terminal;
    this.environment = environment;
    this.directory = directory;
  }

  /** Returns the command's exit code. */
  int run(String command, List<String> words) throws IOException {
    forwardSignals();
    host.begin(command, words, withTerminal(), directory);
    return host.run(terminal.in(), terminal.out(), terminal.err());
  }

  @SuppressWarnings("SystemConsoleNull") // the annotated JDK says it may be
  private Map<String, String> withTerminal() {
    Map<String, String> variables = new HashMap<>(environment);
    Console console = System.console();
    boolean isTerminal = console != null && console.isTerminal();
    for (int descriptor = 0; descriptor < 3; descriptor++) {
      variables.putIfAbsent("NAILGUN_TTY_" + descriptor, isTerminal ? "1" : "0");
    }
    return variables;
  }

  private void forwardSignals() {
    AtomicInteger interrupts = new AtomicInteger();
    Signals.handle(
        "INT",
        () -> {
          if (interrupts.incrementAndGet() > 1) {
            Runtime.getRuntime().halt(ExitCodes.INTERRUPTED);
          }
          forward(Signal.INT);
        });
    Signals.handle("TERM", () -> forward(Signal.TERM));
  }

  private void forward(Signal signal) {
    try {
      host.signal(signal);
    } catch (IOException e) {
      Runtime.getRuntime().halt(ExitCodes.HOST);
    }
  }
}
