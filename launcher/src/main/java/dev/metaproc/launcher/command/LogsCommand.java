package dev.metaproc.launcher.command;

import dev.metaproc.isolation.reclaim.HostThreads;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.host.HostedProgram;
import dev.metaproc.launcher.logs.LogRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code metaproc logs}: standard output to standard output, standard error to standard error. */
@Command(name = "logs", description = "print what programs have printed")
final class LogsCommand extends HostCommand {
  @Mixin private final TargetArguments targets = new TargetArguments();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what they print, until they end.")
  private boolean follows;

  @Option(
      names = {"-n", "--tail"},
      paramLabel = "N",
      converter = Lines.class,
      defaultValue = "all",
      description = "Only the last N lines of the past, or all. Default: all.")
  private int tail = Integer.MAX_VALUE;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = SinceConverter.class,
      description =
          "Only what is younger: 10m for the last ten minutes, 2026-01-31T12:00:00Z, a date, or"
              + " seconds since 1970.")
  private Instant since = Instant.MIN;

  @Option(
      names = {"-t", "--timestamps"},
      description = "The time before each line.")
  private boolean hasTimes;

  @Option(names = "--no-log-prefix", description = "No names, with several programs.")
  private boolean isBare;

  @Override
  int run(Context context) throws IOException, InterruptedException {
    List<HostedProgram> programs = targets.in(context.host());
    ReentrantLock lines = new ReentrantLock();
    int width = programs.stream().mapToInt(program -> program.name().length()).max().orElse(0);
    List<Thread> followers = new ArrayList<>();
    for (HostedProgram program : programs) {
      String prefix =
          programs.size() == 1 || isBare
              ? ""
              : program.name() + " ".repeat(width - program.name().length()) + " | ";
      LogPrinter printer = new LogPrinter(context.session(), prefix, hasTimes, lines);
      if (follows && programs.size() > 1) {
        followers.add(HostThreads.start("host/logs", () -> quietly(program, printer)));
      } else {
        print(program, printer);
      }
    }
    context.session().onGone(() -> followers.forEach(Thread::interrupt));
    for (Thread follower : followers) {
      follower.join();
    }
    return ExitCodes.SUCCESS;
  }

  private void quietly(HostedProgram program, LogPrinter printer) {
    try {
      print(program, printer);
    } catch (IOException | InterruptedException e) {
      return; // the client has gone
    }
  }

  private void print(HostedProgram program, LogPrinter printer)
      throws IOException, InterruptedException {
    var log = program.openLog();
    if (follows && log.isPresent()) {
      Thread self = Thread.currentThread();
      printer.session().onGone(self::interrupt);
      program.logs().replay(log.get(), past -> printAll(past, printer), printer::print);
    } else {
      printAll(program.logs().all(), printer);
    }
  }

  private void printAll(List<LogRecord> records, LogPrinter printer) throws IOException {
    List<LogRecord> young = records.stream().filter(each -> !each.time().isBefore(since)).toList();
    for (LogRecord record : young.subList(firstOfTail(young), young.size())) {
      printer.print(record);
    }
  }

  /** Counts lines, not the pieces some were printed in. */
  private int firstOfTail(List<LogRecord> records) {
    int lines = 0;
    for (int i = records.size() - 1; i >= 0; i--) {
      if (records.get(i).isWhole() || i == records.size() - 1) {
        lines++;
      }
      if (lines > tail) {
        return i + 1;
      }
    }
    return 0;
  }

  static final class Lines implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      if (text.equals("all")) {
        return Integer.MAX_VALUE;
      }
      if (!text.matches("\\d{1,9}")) {
        throw new TypeConversionException("'" + text + "' is neither a number of lines nor all");
      }
      return Integer.valueOf(text);
    }
  }
}
