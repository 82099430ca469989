package dev.metaproc.launcher.command;

import dev.metaproc.isolation.reclaim.HostThreads;
import dev.metaproc.launcher.config.Project;
import dev.metaproc.launcher.config.ProjectPlan;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.host.HostedProgram;
import dev.metaproc.launcher.session.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code metaproc up}: makes the programs of a project what its file says, and follows them. */
@Command(name = "up", description = "start what metaproc.yaml says, changing only what differs")
final class UpCommand extends HostCommand {
  @Mixin private final ProjectOption file = new ProjectOption();

  @Option(
      names = {"-d", "--detach"},
      description = "Leave them running; otherwise their output follows and Ctrl-C stops them.")
  private boolean isDetached;

  @Option(
      names = {"--abort-on-exit", "--abort-on-container-exit"},
      description = "Stop all when one ends, and exit with its code.")
  private boolean abortsOnExit;

  @Option(
      names = "--exit-code-from",
      paramLabel = "PROGRAM",
      description = "Stop all when one ends, and exit with this one's code.")
  private @Nullable String codeFrom;

  @Parameters(paramLabel = "PROGRAM", description = "Only these and those they depend on.")
  private List<String> only = new ArrayList<>();

  @Override
  int run(Context context) throws InterruptedException {
    Project project = file.read(context);
    Set<String> chosen = new ProjectChoice(project).closure(only);
    if (codeFrom != null && !chosen.contains(codeFrom)) {
      throw LaunchException.usage("--exit-code-from " + codeFrom + " is no program of the file");
    }
    Map<String, String> environment = new HashMap<>(context.session().environment());
    ClientVariables.remove(environment);
    ProjectPlan plan = ProjectPlan.of(project, context.host(), environment);
    List<HostedProgram> programs = new ProjectStart(context, only.isEmpty()).apply(plan, chosen);
    return isDetached ? ExitCodes.SUCCESS : follow(programs, context);
  }

  private int follow(List<HostedProgram> programs, Context context) throws InterruptedException {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Session session = context.session();
    session.onGone(() -> interrupted.complete(true));
    session.onSignal(signal -> interrupted.complete(true));
    List<Thread> followers = printLogs(programs, session);
    CompletableFuture<?> end = CompletableFuture.anyOf(interrupted, ends(programs));
    try {
      var _ = end.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    int code = interrupted.isDone() ? ExitCodes.INTERRUPTED : code(programs);
    ProjectStop.stop(programs, context);
    for (Thread follower : followers) {
      follower.join();
    }
    return code;
  }

  private CompletableFuture<?> ends(List<HostedProgram> programs) {
    CompletableFuture<?>[] ends =
        programs.stream().map(HostedProgram::onFinished).toArray(CompletableFuture[]::new);
    return abortsOnExit || codeFrom != null
        ? CompletableFuture.anyOf(ends)
        : CompletableFuture.allOf(ends);
  }

  /** Of the program asked for, stopped first if need be; or of the one that ended first. */
  private int code(List<HostedProgram> programs) throws InterruptedException {
    try {
      for (HostedProgram program : programs) {
        boolean isAsked = ProjectStop.isOf(program, codeFrom);
        if (isAsked || (codeFrom == null && abortsOnExit && !program.state().isActive())) {
          int code = isAsked ? program.stop().get() : program.onFinished().get();
          return ExitCodes.ofProgram(code);
        }
      }
      return ExitCodes.SUCCESS;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Thread> printLogs(List<HostedProgram> programs, Session session) {
    ReentrantLock lines = new ReentrantLock();
    int width = programs.stream().mapToInt(each -> each.name().length()).max().orElse(0);
    List<Thread> followers = new ArrayList<>();
    for (HostedProgram program : programs) {
      String name = program.name() + " ".repeat(width - program.name().length());
      LogPrinter printer = new LogPrinter(session, name + " | ", false, lines);
      followers.add(HostThreads.start("host/up", () -> follow(program, printer)));
    }
    return followers;
  }

  private static void follow(HostedProgram program, LogPrinter printer) {
    try {
      var log = program.openLog();
      if (log.isPresent()) {
        program
            .logs()
            .replay(
                log.get(),
                past -> LogPrinter.since(program.status().started(), past, printer),
                printer::print);
      } else {
        LogPrinter.since(program.status().started(), program.logs().all(), printer);
      }
    } catch (IOException | InterruptedException e) {
      return; // the client has gone
    }
  }
}
