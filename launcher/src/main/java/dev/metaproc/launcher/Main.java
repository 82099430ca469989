package dev.metaproc.launcher;

import dev.metaproc.launcher.client.Client;
import dev.metaproc.launcher.client.DebugHostBeside;
import dev.metaproc.launcher.command.CommandTable;
import dev.metaproc.launcher.command.Completion;
import dev.metaproc.launcher.command.HostCommands;
import dev.metaproc.launcher.daemon.HostProcess;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.host.HostDirectories;
import dev.metaproc.launcher.job.MpiexecCommand;
import dev.metaproc.launcher.mpjrun.MpjrunLine;
import dev.metaproc.launcher.program.Cache;
import dev.metaproc.launcher.rewrite.RewriteCommand;
import dev.metaproc.launcher.session.Terminal;
import dev.metaproc.launcher.words.Version;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Where bin/ enters Java: the first word names the command. The real standard streams are opened
 * here and nowhere else, by descriptor, because a host gives {@code System.out} to its programs.
 */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Terminal terminal =
        new Terminal(
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err));
    System.exit(run(List.of(arguments), terminal));
  }

  private static int run(List<String> words, Terminal terminal) {
    String command = words.isEmpty() ? "" : words.getFirst();
    List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
    return switch (command) {
      case "mpiexec", "mpirun" -> mpiexec(rest, terminal);
      case "mpjrun" -> mpjrun(rest, terminal);
      case "rewrite" -> RewriteCommand.run(rest, terminal.out(), terminal.err());
      case "-V", "--version", "version" ->
          print(terminal.out(), Version.line("Metaproc") + "\n", ExitCodes.SUCCESS);
      case "-h", "--help", "help" -> print(terminal.out(), usage(), ExitCodes.SUCCESS);
      case "" -> print(terminal.err(), usage(), ExitCodes.USAGE);
      case "host-process" -> host(rest, terminal);
      case "--host", "java-home" -> client(terminal, words);
      case "completion" -> completion(rest, terminal);
      case Completion.COMMAND -> client(terminal, words);
      case "java" -> new Client(terminal, System.getenv(), directory()).java(rest);
      default ->
          CommandTable.names().contains(command)
              ? client(terminal, words)
              : print(
                  terminal.err(),
                  "metaproc: " + CommandTable.unknown(command) + "\n",
                  ExitCodes.USAGE);
    };
  }

  private static int client(Terminal terminal, List<String> words) {
    return new Client(terminal, System.getenv(), directory()).run("metaproc", words);
  }

  private static int completion(List<String> words, Terminal terminal) {
    try {
      return print(terminal.out(), Completion.script(words), ExitCodes.SUCCESS);
    } catch (LaunchException e) {
      return print(terminal.err(), "metaproc: " + e.getMessage() + "\n", ExitCodes.of(e));
    }
  }

  private static String usage() {
    return """
    Usage: metaproc [--host NAME] COMMAND [arguments]

      mpiexec     run a Java program as several MPI ranks in a JVM of their own
      mpjrun      the same for the command lines of MPJ Express
      rewrite     show what sharing code does to the classes of a class path
      java-home   print a JAVA_HOME whose java runs programs in the host
      completion  print a script that completes in bash, zsh or fish
    %s
    Each command has --help. The host is a JVM that starts when it is needed and runs on.
    """
        .formatted(HostCommands.help());
  }

  private static Path directory() {
    return Path.of("").toAbsolutePath();
  }

  /**
   * The process of a host.
   *
   * @param words its name, and the pid of the process it is to end with if there is one
   */
  private static int host(List<String> words, Terminal terminal) {
    HostDirectories directories = HostDirectories.of(words.getFirst(), System.getenv());
    HostProcess host =
        new HostProcess(
            directories,
            Cache.directory(System.getenv()),
            new DebugHostBeside(directories, System.getenv()),
            new PrintStream(terminal.out(), true, StandardCharsets.UTF_8));
    if (words.size() > 1) {
      host.endWith(Long.parseLong(words.get(1)));
    }
    return host.run(HostCommands::new);
  }

  private static int mpjrun(List<String> words, Terminal terminal) {
    try {
      int processors = Runtime.getRuntime().availableProcessors();
      return mpiexec(MpjrunLine.toMpiexec(words, processors), terminal);
    } catch (LaunchException e) {
      return print(terminal.err(), "mpjrun: " + e.getMessage() + "\n", ExitCodes.of(e));
    }
  }

  private static int mpiexec(List<String> words, Terminal terminal) {
    return new MpiexecCommand(terminal, System.getenv(), directory()).run(words);
  }

  private static int print(OutputStream stream, String text, int code) {
    new PrintStream(stream, true, StandardCharsets.UTF_8).print(text);
    return code;
  }
}
