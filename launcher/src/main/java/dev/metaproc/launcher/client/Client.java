package dev.metaproc.launcher.client;

import dev.metaproc.launcher.command.Completion;
import dev.metaproc.launcher.daemon.Registration;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.host.HostDirectories;
import dev.metaproc.launcher.program.Cache;
import dev.metaproc.launcher.session.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code metaproc} as a process: what needs no host is done here, the rest is sent to one. */
public final class Client {
  /** What {@code systemctl status} answers for what does not run. */
  private static final int NOT_RUNNING = 3;

  private final Terminal terminal;
  private final Map<String, String> environment;
  private final Path directory;

  /**
   * A client.
   *
   * @param directory where commands work, absolute
   */
  public Client(Terminal terminal, Map<String, String> environment, Path directory) {
    this.terminal = terminal;
    this.environment = Map.copyOf(KeptVariables.restored(environment));
    this.directory = directory;
  }

  /** Runs to the end of the command and says how the process is to exit. */
  public int run(String command, List<String> words) {
    try {
      return switch (words.isEmpty() ? "" : words.getFirst()) {
        case "--host" -> named(command, words);
        case "java-home" -> javaHome();
        case "debug" -> debug(command, words, directories(hostName()));
        case "threads" ->
            JobStacks.isAskedBy(words)
                ? JobStacks.run(words, terminal)
                : send(command, words, directories(hostName()));
        case "host" -> host(command, words, directories(hostName()));
        case Completion.COMMAND -> complete(command, words, directories(hostName()));
        default -> send(command, words, directories(hostName()));
      };
    } catch (LaunchException e) {
      say(String.valueOf(e.getMessage()));
      return ExitCodes.of(e);
    } catch (IOException e) {
      say("the host cannot be reached: " + e);
      return ExitCodes.HOST;
    }
  }

  private String hostName() {
    String name = environment.getOrDefault("METAPROC_HOST", "");
    return name.isEmpty() ? HostDirectories.DEFAULT_NAME : name;
  }

  private HostDirectories directories(String name) {
    return HostDirectories.of(name, environment);
  }

  private int named(String command, List<String> words) throws IOException {
    if (words.size() < 3) {
      throw LaunchException.usage("--host needs a name and a command after it");
    }
    HostDirectories named = directories(words.get(1));
    List<String> rest = words.subList(2, words.size());
    return switch (rest.getFirst()) {
      case "host" -> host(command, rest, named);
      case "debug" -> debug(command, rest, named);
      default -> send(command, rest, named);
    };
  }

  /** {@code metaproc debug …}: without a name the console, which only asks for an address. */
  private int debug(String command, List<String> words, HostDirectories host) throws IOException {
    Optional<DebugConsole> console = DebugConsole.parse(words.subList(1, words.size()), directory);
    return console.isPresent()
        ? console.get().run(terminal, () -> addressOfAll(host))
        : send(command, words, host);
  }

  private String addressOfAll(HostDirectories host) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Conversation conversation = new Conversation(reach(host))) {
      conversation.begin("metaproc", List.of("debug", "--all"), environment, directory);
      int code = conversation.run(InputStream.nullInputStream(), out, terminal.err());
      if (code != ExitCodes.SUCCESS) {
        throw LaunchException.usage("there is nothing to be debugged");
      }
      return out.toString(StandardCharsets.UTF_8).strip().replaceFirst(".* ", "");
    } catch (IOException e) {
      throw new LaunchException(
          LaunchException.Kind.HOST, "the host cannot be reached: " + e.getMessage(), e);
    }
  }

  /** {@code metaproc host …}, of which a host that does not run can do nothing. */
  private int host(String command, List<String> words, HostDirectories host) throws IOException {
    String what = words.size() == 2 ? words.get(1) : "";
    Optional<SocketChannel> socket = HostSocket.connect(host);
    if (what.equals("list")) {
      return list(host.runtime());
    }
    if (socket.isPresent()) {
      return converse(socket.get(), command, words);
    }
    return switch (what) {
      case "start" -> {
        new HostStarter(host, environment).connect().close();
        new PrintStream(terminal.out(), true).println("host " + host.name() + " started");
        yield ExitCodes.SUCCESS;
      }
      case "status", "stop" -> {
        say("host " + host.name() + " does not run (looked for " + host.socket() + ")");
        yield what.equals("stop") ? ExitCodes.SUCCESS : NOT_RUNNING;
      }
      default -> send(command, words, host); // for its help and its complaints
    };
  }

  private int javaHome() throws IOException {
    Path home = JavaHome.create(Cache.directory(environment).resolveSibling("java-home"));
    new PrintStream(terminal.out(), true, StandardCharsets.UTF_8).println(home);
    return ExitCodes.SUCCESS;
  }

  /** {@code java} itself: every word is for the program. */
  public int java(List<String> words) {
    try {
      return send("java", words, directories(hostName()));
    } catch (LaunchException e) {
      say(String.valueOf(e.getMessage()));
      return ExitCodes.of(e);
    } catch (IOException e) {
      say("the host cannot be reached: " + e);
      return ExitCodes.HOST;
    }
  }

  /** Pressing a key starts no host. */
  private int complete(String command, List<String> words, HostDirectories host)
      throws IOException {
    Optional<SocketChannel> socket = HostSocket.connect(host);
    if (socket.isPresent()) {
      return converse(socket.get(), command, words);
    }
    PrintStream out = new PrintStream(terminal.out(), true, StandardCharsets.UTF_8);
    return Completion.of(words.subList(1, words.size()), List.of()).tell(out::println);
  }

  private int list(Path runtime) throws IOException {
    PrintStream out = new PrintStream(terminal.out(), true, StandardCharsets.UTF_8);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(runtime, "*.json")) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.json$", "");
        Optional<Registration> found = Registration.read(directories(name));
        out.println(
            found
                .map(each -> name + "   pid " + each.pid() + "   " + each.socket())
                .orElse(name + "   stale: its process is gone, the next start cleans up"));
      }
    } catch (NoSuchFileException e) {
      return ExitCodes.SUCCESS; // there never was one
    }
    return ExitCodes.SUCCESS;
  }

  private int send(String command, List<String> words, HostDirectories host) throws IOException {
    return converse(reach(host), command, words);
  }

  private SocketChannel reach(HostDirectories host) throws IOException {
    Optional<SocketChannel> socket = HostSocket.connect(host);
    return socket.isPresent() ? socket.get() : new HostStarter(host, environment).connect();
  }

  private int converse(SocketChannel socket, String command, List<String> words)
      throws IOException {
    try (socket) {
      return new NailgunClient(socket, terminal, environment, directory).run(command, words);
    }
  }

  private void say(String text) {
    new PrintStream(terminal.err(), true, StandardCharsets.UTF_8).println("metaproc: " + text);
  }
}
