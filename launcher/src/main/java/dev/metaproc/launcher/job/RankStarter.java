package dev.metaproc.launcher.job;

import dev.metaproc.isolation.AssertionOptions;
import dev.metaproc.isolation.Isolation;
import dev.metaproc.isolation.MetaProcess;
import dev.metaproc.isolation.ProgramBuilder;
import dev.metaproc.isolation.ProgramException;
import dev.metaproc.isolation.ThreadKind;
import dev.metaproc.isolation.scheduler.Carriers;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.exit.LaunchException.Kind;
import dev.metaproc.launcher.javaline.AssertionSwitch;
import dev.metaproc.launcher.javaline.JavaOptions;
import dev.metaproc.launcher.program.Executable;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the plan of a rank a running program. */
final class RankStarter {
  private final MetaProcess host;
  private final JobStreams streams;
  private final RankServices services;
  private final JobDebug debug;
  private final ThreadKind threads;
  private final Carriers carriers;
  private final Isolation isolation;
  private final Map<String, String> environment;
  private final int first;
  private final int ranks;

  /** One for each segment, so that its class path is looked at once and not for every rank. */
  private final Map<Integer, ProgramBuilder> parts = new HashMap<>();

  /**
   * A starter for the ranks of one world.
   *
   * @param first the number of the world's rank 0 in the job
   * @param ranks how many there are
   */
  RankStarter(
      MetaProcess host,
      JobStreams streams,
      RankServices services,
      JobDebug debug,
      ThreadKind threads,
      Carriers carriers,
      Isolation isolation,
      Map<String, String> environment,
      int first,
      int ranks) {
    this.host = host;
    this.streams = streams;
    this.services = services;
    this.debug = debug;
    this.threads = threads;
    this.carriers = carriers;
    this.isolation = isolation;
    this.environment = environment;
    this.first = first;
    this.ranks = ranks;
  }

  /**
   * Starts it.
   *
   * @throws LaunchException when there is no such program, or it cannot be run
   */
  Rank start(RankPlan plan) {
    ProgramBuilder program = parts.computeIfAbsent(plan.part(), part -> describe(plan));
    Map<String, String> variables = plan.segment().environment().apply(environment);
    variables.putAll(RankEnvironment.of(plan.number() - first, ranks, plan.part()));
    program.environment(variables);
    connect(program, plan);
    // Neighbours share a carrier: they talk to each other most.
    program.carrier(carriers, (int) ((long) plan.number() * carriers.size() / ranks));
    List<String> arguments = plan.segment().java().arguments();
    services.publish(plan.number(), plan.mpjArguments(), arguments, program);
    try {
      return new Rank(plan.number(), program.start(), threads);
    } catch (ProgramException e) {
      throw new LaunchException(kind(e), String.valueOf(e.getMessage()), e);
    } catch (OutOfMemoryError e) {
      throw new LaunchException(
          Kind.HOST,
          "rank "
              + plan.number()
              + " cannot be started: "
              + e.getMessage()
              + " (start fewer ranks, or try --threads=virtual)",
          e);
    }
  }

  /** What the ranks of a segment have in common. */
  private ProgramBuilder describe(RankPlan plan) {
    ProgramBuilder program = host.program();
    switch (plan.executable()) {
      case Executable.Jar(var file) -> program.jar(file);
      case Executable.MainClass(var classPath, var name) ->
          program.classPath(classPath).mainClass(name);
    }
    program.directory(plan.segment().directory()).threads(threads);
    program.isolation(isolation).instances(plan.segment().ranks());
    apply(program, plan.segment().java().options());
    return program;
  }

  private static void apply(ProgramBuilder program, JavaOptions options) {
    options.properties().forEach(program::property);
    options.addOpens().forEach(program::addOpens);
    options.addExports().forEach(program::addExports);
    program.stackSize(options.stackSize());
    AssertionOptions assertions = AssertionOptions.NONE;
    for (AssertionSwitch each : options.assertions()) {
      if (each.scope() != AssertionSwitch.Scope.SYSTEM) {
        assertions = assertions.and(each.enabled(), each.target());
      }
    }
    program.assertions(assertions);
  }

  private void connect(ProgramBuilder program, RankPlan plan) {
    int rank = plan.number();
    OutputStream output = streams.output(rank);
    debug.prepare(plan, program, output);
    program.input(streams.input(rank)).output(output).error(streams.error(rank, output));
  }

  private static Kind kind(ProgramException e) {
    return switch (e.kind()) {
      case NOT_FOUND -> Kind.NOT_FOUND;
      case NOT_RUNNABLE -> Kind.NOT_RUNNABLE;
    };
  }
}
