package dev.metaproc.launcher.command;

import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.host.Host;
import dev.metaproc.launcher.nailgun.CommandRunner;
import dev.metaproc.launcher.session.Session;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/**
 * Carries out what a client sent: {@code metaproc COMMAND}, or any other word as {@code java} would
 * be called with it. Thread-safe; every call has objects of its own.
 */
public final class HostCommands implements CommandRunner {
  private final Host host;
  private final Runnable stopHost;
  private final Set<String> reported = ConcurrentHashMap.newKeySet();

  public HostCommands(Host host, Runnable stopHost) {
    this.host = host;
    this.stopHost = stopHost;
  }

  @Override
  public int run(String command, List<String> words, Session session) {
    Context context = Context.of(host, session, stopHost);
    try {
      return switch (command) {
        case "metaproc" -> metaproc(words, context);
        case "java" -> java(words, context);
        default -> java(Stream.concat(Stream.of(command), words.stream()).toList(), context);
      };
    } catch (LaunchException e) {
      context.say(String.valueOf(e.getMessage()));
      return ExitCodes.of(e);
    } catch (RuntimeException e) {
      context.err().print("metaproc: internal error: ");
      e.printStackTrace(context.err());
      return ExitCodes.HOST;
    } finally {
      context.out().flush();
      context.err().flush();
    }
  }

  private int java(List<String> words, Context context) {
    try {
      return new JavaCommand(context, reported).run(words);
    } catch (InterruptedException e) {
      return ExitCodes.INTERRUPTED;
    } catch (IOException e) {
      context.say("no JVM can be started: " + e.getMessage());
      return ExitCodes.HOST;
    }
  }

  private static int metaproc(List<String> words, Context context) {
    String name = words.isEmpty() ? "" : words.getFirst();
    if (name.equals(Completion.COMMAND)) {
      return complete(words.subList(1, words.size()), context);
    }
    CommandTable.Row row = CommandTable.find(name);
    if (row == null) {
      throw LaunchException.usage(CommandTable.unknown(name));
    }
    HostCommand command = row.command().get();
    CommandLine line = line(command, context);
    String[] rest = words.subList(1, words.size()).toArray(String[]::new);
    return line.execute(rest);
  }

  private static int complete(List<String> words, Context context) {
    List<String> programs = context.host().programs().stream().map(each -> each.name()).toList();
    return Completion.of(words, programs).tell(context.out()::println);
  }

  private static CommandLine line(HostCommand command, Context context) {
    CommandLine line = new CommandLine(command);
    line.setCommandName("metaproc " + line.getCommandName());
    line.setOut(context.out());
    line.setErr(context.err());
    line.setPosixClusteredShortOptionsAllowed(false); // or -ea would be -e a
    line.setStopAtUnmatched(false);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Colours.of(context.session(), 1)));
    line.setParameterExceptionHandler((e, arguments) -> usage(e, context));
    line.setExecutionExceptionHandler((e, own, result) -> failed(e, context));
    line.setExecutionStrategy(
        result -> {
          Integer help = CommandLine.executeHelpRequest(result);
          return help == null ? execute(command, context) : help;
        });
    if (command instanceof RunCommand) {
      line.setStopAtUnmatched(true);
    } else if (command instanceof ExecCommand) {
      line.setStopAtPositional(true);
    }
    return line;
  }

  private static int execute(HostCommand command, Context context) {
    try {
      return command.run(context);
    } catch (LaunchException e) {
      context.say(String.valueOf(e.getMessage()));
      return ExitCodes.of(e);
    } catch (InterruptedException e) {
      return ExitCodes.INTERRUPTED;
    } catch (IOException e) {
      return ExitCodes.HOST; // the client is gone
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static int usage(ParameterException e, Context context) {
    context.say(e.getMessage() + " (" + e.getCommandLine().getCommandName() + " --help says how)");
    return ExitCodes.USAGE;
  }

  private static int failed(Exception e, Context context) {
    context.err().print("metaproc: internal error: ");
    e.printStackTrace(context.err());
    return ExitCodes.HOST;
  }

  /** The list of commands, for {@code metaproc --help}. */
  public static String help() {
    StringBuilder text = new StringBuilder();
    for (CommandTable.Row row : CommandTable.rows()) {
      String[] lines =
          new CommandLine(row.command().get()).getCommandSpec().usageMessage().description();
      String first = Ansi.OFF.string(lines.length == 0 ? "" : lines[0]);
      text.append(String.format("  %-10s  %s%n", row.name(), first));
    }
    return text.toString();
  }
}
