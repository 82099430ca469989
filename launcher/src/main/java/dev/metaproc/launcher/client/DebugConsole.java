package dev.metaproc.launcher.client;

import dev.metaproc.debug.console.Console;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.exit.LaunchException.Kind;
import dev.metaproc.launcher.session.Signals;
import dev.metaproc.launcher.session.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * {@code metaproc debug} without a name: the console, in the client's own process.
 *
 * @param address {@code [host:]port}; null for that of the host's programs
 * @param scripts files of commands to begin with
 * @param isBatch whether it ends after them
 * @param sources directories of sources
 */
record DebugConsole(
    @Nullable String address, List<Path> scripts, boolean isBatch, List<Path> sources) {
  private static final String PROMPT = "(metaproc) ";

  /**
   * The console that words ask for; empty when they are for the host.
   *
   * @param words after {@code debug}
   */
  static Optional<DebugConsole> parse(List<String> words, Path directory) {
    String address = null;
    List<Path> scripts = new ArrayList<>();
    List<Path> sources = new ArrayList<>();
    boolean isBatch = false;
    Iterator<String> left = words.iterator();
    while (left.hasNext()) {
      String word = left.next();
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      String option = equals < 0 ? word : word.substring(0, equals);
      Supplier<String> value = () -> equals < 0 ? value(option, left) : word.substring(equals + 1);
      switch (option) {
        case "--batch" -> isBatch = true;
        case "-x", "--command" -> scripts.add(directory.resolve(value.get()));
        case "--source" -> sources.add(directory.resolve(value.get()));
        case "--attach" -> address = value.get();
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new DebugConsole(address, scripts, isBatch, sources));
  }

  private static String value(String option, Iterator<String> left) {
    if (!left.hasNext()) {
      throw LaunchException.usage("option " + option + " needs a value (metaproc debug --help)");
    }
    return left.next();
  }

  /**
   * Runs to its end.
   *
   * @param where the address if none was given
   */
  int run(Terminal terminal, Supplier<String> where) throws IOException {
    String to = address == null ? where.get() : address;
    int colon = to.lastIndexOf(':');
    String port = to.substring(colon + 1);
    if (!port.matches("\\d{1,5}")) {
      throw LaunchException.usage("--attach " + to + ": an address is [HOST:]PORT");
    }
    PrintStream out = new PrintStream(terminal.out(), true, StandardCharsets.UTF_8);
    try (Console console = attach(colon <= 0 ? "127.0.0.1" : to.substring(0, colon), port, out)) {
      Signals.handle("INT", console::interrupt);
      return run(console, terminal, out);
    }
  }

  private Console attach(String host, String port, PrintStream out) {
    try {
      return Console.attach(host, Integer.parseInt(port), sources, out);
    } catch (IOException e) {
      throw new LaunchException(
          Kind.HOST, "no console at " + host + ":" + port + ": " + e.getMessage(), e);
    }
  }

  private int run(Console console, Terminal terminal, PrintStream out) throws IOException {
    for (Path script : scripts) {
      if (!console.execute("source " + script) && isBatch) {
        return ExitCodes.UNCAUGHT_EXCEPTION;
      }
    }
    if (isBatch || console.isOver()) {
      return ExitCodes.SUCCESS;
    }
    if (isTerminal()) {
      interact(console, out);
    } else {
      read(console, terminal);
    }
    return ExitCodes.SUCCESS;
  }

  @SuppressWarnings("SystemConsoleNull") // the annotated JDK says it may be
  private static boolean isTerminal() {
    java.io.Console console = System.console();
    return console != null && console.isTerminal();
  }

  private static void read(Console console, Terminal terminal) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null && !console.isOver(); line = in.readLine()) {
      var _ = console.execute(line);
    }
  }

  /** As in gdb an empty line is the one before it again. */
  private static void interact(Console console, PrintStream out) throws IOException {
    try (org.jline.terminal.Terminal tty =
        TerminalBuilder.builder()
            .system(true)
            .provider("exec")
            .dumb(true)
            .graphemeCluster(false) // it asks the terminal, and takes what was typed for the answer
            .build()) {
      // it has put the JVM's own handlers back
      var _ = tty.handle(org.jline.terminal.Terminal.Signal.INT, signal -> console.interrupt());
      LineReader reader =
          LineReaderBuilder.builder()
              .terminal(tty)
              .completer(new StringsCompleter(console.names()))
              .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
              .build();
      String last = "";
      while (!console.isOver()) {
        try {
          String line = reader.readLine(PROMPT).strip();
          last = line.isEmpty() ? last : line;
          var _ = console.execute(last);
        } catch (UserInterruptException e) {
          out.println("Quit");
        } catch (EndOfFileException e) {
          return;
        }
      }
    }
  }
}
