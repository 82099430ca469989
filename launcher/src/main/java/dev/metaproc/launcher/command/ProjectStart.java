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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** Carries out a plan: stops what is superfluous, starts what is missing, in order. */
final class ProjectStart {
  private final Context context;
  private final Host host;
  private final boolean removesOthers;

  /**
   * A start.
   *
   * @param removesOthers whether programs of the project that are not in the file go
   */
  ProjectStart(Context context, boolean removesOthers) {
    this.context = context;
    this.host = context.host();
    this.removesOthers = removesOthers;
  }

  /** The programs that are running then, in the order they were started. */
  List<HostedProgram> apply(ProjectPlan plan, Set<String> chosen) throws InterruptedException {
    List<HostedProgram> goners =
        plan.superfluous().stream()
            .filter(each -> removesOthers || isWanted(each, plan, chosen))
            .toList();
    ProjectStop.stop(goners, context);
    goners.forEach(host::remove);
    List<HostedProgram> running = new ArrayList<>();
    for (Wanted wanted : plan.wanted()) {
      if (chosen.contains(wanted.service().name())) {
        awaitDependencies(wanted.service(), plan);
        running.add(started(wanted));
      }
    }
    return running;
  }

  private static boolean isWanted(HostedProgram program, ProjectPlan plan, Set<String> chosen) {
    return plan.wanted().stream()
        .anyMatch(
            each ->
                chosen.contains(each.service().name())
                    && each.spec().name().equals(program.name()));
  }

  private HostedProgram started(Wanted wanted) {
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
        case HEALTHY -> other.onReady().get();
        case COMPLETED -> {
          int code = other.onFinished().get();
          if (code != 0) {
            throw failed(service, other.name() + " ended with code " + code);
          }
        }
      }
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw failed(service, String.valueOf((cause == null ? e : cause).getMessage()));
    }
  }

  private static LaunchException failed(Service service, String why) {
    return new LaunchException(
        Kind.NOT_RUNNABLE, service.name() + " is not started, what it depends on failed: " + why);
  }
}
