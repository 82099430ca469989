package dev.metaproc.launcher.command;

import dev.metaproc.isolation.reclaim.HostThreads;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.host.HostedProgram;
import dev.metaproc.launcher.logs.LogRecord;
import dev.metaproc.launcher.words.Durations;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
      description = "Only the last N lines of the past.")
  private @Nullable Integer tail;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only what is younger: 2026-01-31T12:00:00Z, or 10m for the last ten minutes.")
  private @Nullable String since;

  @Option(
      names = {"-t", "--timestamps"},
      description = "The time before each line.")
  private boolean hasTimes;

  @Option(names = "--no-log-prefix", description = "No names, with several programs.")
  private boolean isBare;

  @Override
  int run(Context context) throws IOException, InterruptedException {
    List<HostedProgram> programs = targets.in(context.host());
    Instant from = since == null ? Instant.MIN : instant(since);
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
        followers.add(HostThreads.start("host/logs", () -> quietly(program, printer, from)));
      } else {
        print(program, printer, from);
      }
    }
    context.session().onGone(() -> followers.forEach(Thread::interrupt));
    for (Thread follower : followers) {
      follower.join();
    }
    return ExitCodes.SUCCESS;
  }

  private void quietly(HostedProgram program, LogPrinter printer, Instant from) {
    try {
      print(program, printer, from);
    } catch (IOException | InterruptedException e) {
      return; // the client has gone
    }
  }

  private void print(HostedProgram program, LogPrinter printer, Instant from)
      throws IOException, InterruptedException {
    var log = program.openLog();
    if (follows && log.isPresent()) {
      Thread self = Thread.currentThread();
      printer.session().onGone(self::interrupt);
      program.logs().replay(log.get(), past -> printAll(past, printer, from), printer::print);
    } else {
      printAll(program.logs().all(), printer, from);
    }
  }

  private void printAll(List<LogRecord> records, LogPrinter printer, Instant from)
      throws IOException {
    List<LogRecord> young = records.stream().filter(each -> !each.time().isBefore(from)).toList();
    for (LogRecord record : young.subList(firstOfTail(young), young.size())) {
      printer.print(record);
    }
  }

  /** Counts lines, not the pieces some were printed in. */
  private int firstOfTail(List<LogRecord> records) {
    if (tail == null) {
      return 0;
    }
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

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Durations.parse(text)
          .map(Instant.now()::minus)
          .orElseThrow(
              () ->
                  LaunchException.usage(
                      "--since " + text + " is no time: write 2026-01-31T12:00:00Z or 10m"));
    }
  }
}
