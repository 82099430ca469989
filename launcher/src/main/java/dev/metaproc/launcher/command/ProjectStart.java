package dev.metaproc.launcher.command;

import dev.metaproc.launcher.config.Project.Dependency;
import dev.metaproc.launcher.config.Project.Service;
import dev.metaproc.launcher.config.ProjectPlan;
import dev.metaproc.launcher.config.ProjectPlan.Wanted;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.exit.LaunchException.Kind;
import dev.metaproc.launcher.host.Host;
import dev.metaproc.launcher.host.HostedProgram;
import dev.metaproc.launcher.host.ProgramSpec;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** Carries out a plan: stops what is superfluous, starts what is missing, in order. */
final class ProjectStart {
  private final Context context;
  private final Host host;
  private final boolean removesOthers;
  private final CompletableFuture<Boolean> interrupted;
  private final Consumer<HostedProgram> started;

  /**
   * A start.
   *
   * @param removesOthers whether programs of the project that are not in the file go
   * @param interrupted completes when nobody waits for the start any more
   * @param started told of each program when it runs
   */
  ProjectStart(
      Context context,
      boolean removesOthers,
      CompletableFuture<Boolean> interrupted,
      Consumer<HostedProgram> started) {
    this.context = context;
    this.host = context.host();
    this.removesOthers = removesOthers;
    this.interrupted = interrupted;
    this.started = started;
  }

  /**
   * Returns when all that are chosen run.
   *
   * @throws InterruptedException when it was interrupted; those that run then run on
   */
  void apply(ProjectPlan plan, Set<String> chosen) throws InterruptedException {
    List<HostedProgram> goners =
        plan.superfluous().stream()
            .filter(each -> removesOthers || isWanted(each, plan, chosen))
            .toList();
    ProjectStop.stop(goners, context);
    goners.forEach(host::remove);
    for (Wanted wanted : plan.wanted()) {
      if (chosen.contains(wanted.service().name())) {
        awaitDependencies(wanted.service(), plan);
        checkInterrupted();
        started.accept(running(wanted));
      }
    }
  }

  private static boolean isWanted(HostedProgram program, ProjectPlan plan, Set<String> chosen) {
    return plan.wanted().stream()
        .anyMatch(
            each ->
                chosen.contains(each.service().name())
                    && each.spec().name().equals(program.name()));
  }

  private void checkInterrupted() throws InterruptedException {
    if (interrupted.isDone()) {
      throw new InterruptedException();
    }
  }

  private HostedProgram running(Wanted wanted) {
    HostedProgram program =
        wanted.existing().isPresent() ? wanted.existing().get() : host.create(wanted.spec());
    if (program.state().isActive()) {
      context.say(program.name() + " runs");
      return program;
    }
    boolean isNew = wanted.existing().isEmpty();
    try {
      program.start();
    } catch (LaunchException e) {
      throw new LaunchException(e.kind(), program.name() + ": " + e.getMessage(), e);
    }
    context.say(program.name() + (isNew ? " created and started" : " started"));
    return program;
  }

  private void awaitDependencies(Service service, ProjectPlan plan) throws InterruptedException {
    for (Dependency dependency : service.dependsOn()) {
      for (ProgramSpec spec : plan.specsOf(dependency.service())) {
        await(service, dependency, host.find(spec.name()).getFirst());
      }
    }
  }

  private void await(Service service, Dependency dependency, HostedProgram other)
      throws InterruptedException {
    try {
      switch (dependency.condition()) {
        case STARTED -> {}
        case HEALTHY -> await(other.onReady());
        case COMPLETED -> {
          CompletableFuture<Integer> end = other.onFinished();
          await(end);
          if (end.get() != 0) {
            throw failed(service, other.name() + " ended with code " + end.get());
          }
        }
      }
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw failed(service, String.valueOf((cause == null ? e : cause).getMessage()));
    }
  }

  private void await(CompletableFuture<?> condition)
      throws InterruptedException, ExecutionException {
    var _ = CompletableFuture.anyOf(condition, interrupted).get();
    checkInterrupted();
  }

  private static LaunchException failed(Service service, String why) {
    return new LaunchException(
        Kind.NOT_RUNNABLE, service.name() + " is not started, what it depends on failed: " + why);
  }
}
