package dev.metaproc.launcher.command;

import dev.metaproc.launcher.config.Project;
import dev.metaproc.launcher.config.ProjectPlan;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.host.HostedProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
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
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    context.session().onGone(() -> interrupted.complete(true));
    context.session().onSignal(signal -> interrupted.complete(true));
    if (isDetached) {
      new ProjectStart(context, only.isEmpty(), interrupted, program -> {}).apply(plan, chosen);
      return ExitCodes.SUCCESS;
    }
    return foreground(plan, chosen, interrupted, context);
  }

  private int foreground(
      ProjectPlan plan, Set<String> chosen, CompletableFuture<Boolean> interrupted, Context context)
      throws InterruptedException {
    List<HostedProgram> programs = new ArrayList<>();
    ProjectLogs logs = new ProjectLogs(context.session(), plan.widthOfNames(chosen));
    Consumer<HostedProgram> started =
        program -> {
          programs.add(program);
          logs.follow(program);
        };
    try {
      new ProjectStart(context, only.isEmpty(), interrupted, started).apply(plan, chosen);
      var _ = CompletableFuture.anyOf(interrupted, ends(programs)).join();
    } catch (InterruptedException e) {
      return stop(programs, logs, ExitCodes.INTERRUPTED, context);
    } catch (LaunchException e) {
      logs.awaitEnded(); // they may say why
      throw e;
    }
    int code = interrupted.isDone() ? ExitCodes.INTERRUPTED : code(programs);
    return stop(programs, logs, code, context);
  }

  private static int stop(List<HostedProgram> programs, ProjectLogs logs, int code, Context context)
      throws InterruptedException {
    ProjectStop.stop(programs, context);
    logs.awaitEnded();
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
}
