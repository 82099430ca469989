package dev.metaproc.launcher;

import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.job.MpiexecCommand;
import dev.metaproc.launcher.job.Terminal;
import dev.metaproc.launcher.mpjrun.MpjrunLine;
import dev.metaproc.launcher.rewrite.RewriteCommand;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Where bin/ enters Java: the first word names the command. The real standard streams are opened
 * here and nowhere else, by descriptor, because a host gives {@code System.out} to its programs.
 */
public final class Main {
  private static final String USAGE =
      """
      Usage: metaproc COMMAND [arguments]

        mpiexec   run a Java program as several MPI ranks in this JVM
                  (metaproc mpiexec --help)
        mpjrun    the same for the command lines of MPJ Express
        rewrite   show what sharing code does to the classes of a class path
                  (metaproc rewrite --help)
      """;

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
      case "-V", "--version" -> mpiexec(List.of("--version"), terminal);
      case "-h", "--help", "help" -> print(terminal.out(), USAGE, ExitCodes.SUCCESS);
      case "" -> print(terminal.err(), USAGE, ExitCodes.USAGE);
      default ->
          print(
              terminal.err(),
              "metaproc: unknown command '"
                  + command
                  + "': the commands are mpiexec, mpjrun, rewrite (metaproc --help lists them)\n",
              ExitCodes.USAGE);
    };
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
    return new MpiexecCommand(terminal, System.getenv(), Path.of("").toAbsolutePath()).run(words);
  }

  private static int print(OutputStream stream, String text, int code) {
    new PrintStream(stream, true).print(text);
    return code;
  }
}
