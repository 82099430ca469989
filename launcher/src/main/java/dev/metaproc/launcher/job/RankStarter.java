package dev.metaproc.launcher.job;

import dev.metaproc.isolation.Isolation;
import dev.metaproc.isolation.MetaProcess;
import dev.metaproc.isolation.ProgramBuilder;
import dev.metaproc.isolation.ProgramException;
import dev.metaproc.isolation.ThreadKind;
import dev.metaproc.isolation.scheduler.Carriers;
import dev.metaproc.launcher.exit.LaunchException;
import dev.metaproc.launcher.exit.LaunchException.Kind;
import dev.metaproc.launcher.program.ProgramDescription;
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
    services.publish(plan, arguments, program);
    try {
      return new Rank(plan.number(), program.start(), threads);
    } catch (ProgramException e) {
      throw ProgramDescription.failure(e);
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
    return ProgramDescription.of(
            host, plan.executable(), plan.segment().java().options(), plan.segment().directory())
        .threads(threads)
        .isolation(isolation)
        .instances(plan.segment().ranks());
  }

  private void connect(ProgramBuilder program, RankPlan plan) {
    int rank = plan.number();
    OutputStream output = streams.output(rank);
    debug.prepare(plan, program, output);
    program.input(streams.input(rank)).output(output).error(streams.error(rank, output));
  }
}
