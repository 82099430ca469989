package dev.metaproc.launcher.command;

import dev.metaproc.launcher.words.Nearest;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The commands a host carries out, in the order {@code --help} lists them. */
public final class CommandTable {
  /** One command; the object is made anew for every call. */
  public record Row(String name, Supplier<HostCommand> command) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("run", RunCommand::new),
          new Row("up", UpCommand::new),
          new Row("down", DownCommand::new),
          new Row("config", ConfigCommand::new),
          new Row("ps", PsCommand::new),
          new Row("start", StartCommand::new),
          new Row("stop", StopCommand::new),
          new Row("restart", RestartCommand::new),
          new Row("kill", KillCommand::new),
          new Row("wait", WaitCommand::new),
          new Row("rm", RmCommand::new),
          new Row("logs", LogsCommand::new),
          new Row("attach", AttachCommand::new),
          new Row("exec", ExecCommand::new),
          new Row("inspect", InspectCommand::new),
          new Row("threads", ThreadsCommand::new),
          new Row("debug", DebugCommand::new),
          new Row("top", TopCommand::new),
          new Row("stats", StatsCommand::new),
          new Row("leaks", LeaksCommand::new),
          new Row("events", EventsCommand::new),
          new Row("host", HostHostCommand::new));

  private CommandTable() {}

  static List<Row> rows() {
    return ROWS;
  }

  /** The names of all commands. */
  public static List<String> names() {
    return ROWS.stream().map(Row::name).toList();
  }

  /** What is said of a word that is no command. */
  public static String unknown(String name) {
    String cure =
        Nearest.of(name, names())
            .map(near -> "did you mean '" + near + "'?")
            .orElse("metaproc --help lists the commands");
    return "unknown command '" + name + "': " + cure;
  }

  static @Nullable Row find(String name) {
    return ROWS.stream().filter(row -> row.name().equals(name)).findFirst().orElse(null);
  }
}
