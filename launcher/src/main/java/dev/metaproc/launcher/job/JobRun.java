package dev.metaproc.launcher.job;

import dev.metaproc.debug.Rendezvous;
import dev.metaproc.isolation.Isolation;
import dev.metaproc.isolation.MetaProcess;
import dev.metaproc.isolation.ThreadKind;
import dev.metaproc.isolation.scheduler.Carriers;
import dev.metaproc.launcher.exit.ExitCodes;
import dev.metaproc.launcher.exit.JobEnd;
import dev.metaproc.launcher.mpiexec.GlobalOptions;
import dev.metaproc.launcher.mpiexec.GlobalOptions.DeadlockChoice;
import dev.metaproc.launcher.mpiexec.GlobalOptions.Verbosity;
import dev.metaproc.launcher.mpiexec.MpiexecLine;
import dev.metaproc.launcher.mpiexec.Segment;
import dev.metaproc.launcher.program.Cache;
import dev.metaproc.launcher.program.Executable;
import dev.metaproc.launcher.program.ProgramResolver;
import dev.metaproc.launcher.session.Signals;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One job with its streams and its services: what is said about it, and its exit code. */
final class JobRun {
  /**
   * From here on what so many copies of a class cost outweighs the look at whose statics are meant.
   */
  private static final int MANY_RANKS = 128;

  /** However slow the reader of a good job's output is, it is waited for. */
  private static final Duration UNTIL_READ = Duration.ofDays(365);

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);
  private static final Duration AFTER_SIGNAL = Duration.ofSeconds(2);

  private final MpiexecLine line;
  private final JobStreams streams;
  private final Function<String, ProgramResolver> resolvers;
  private final MpiexecJob job = new MpiexecJob();

  /**
   * A job to run.
   *
   * @param resolvers finds the programs that ranks spawn, given a class path
   */
  JobRun(MpiexecLine line, JobStreams streams, Function<String, ProgramResolver> resolvers) {
    this.line = line;
    this.streams = streams;
    this.resolvers = resolvers;
  }

  int run(List<Executable> executables, Map<String, String> environment) {
    List<RankPlan> plans = RankPlan.of(line.segments(), executables, line.options().mpjArguments());
    Spawner spawner = new Spawner(job, resolvers, plans);
    AtomicReference<RankServices.SpawnHandler> spawns = new AtomicReference<>();
    RankServices services =
        new MpiServices(
            line,
            job::abort,
            (rank, command, part, first, worldFirst, size) ->
                spawns.get().spawn(rank, command, part, first, worldFirst, size));
    Signals.handle("INT", () -> job.signalled(new JobEnd.Interrupted()));
    Signals.handle("TERM", () -> job.signalled(new JobEnd.Terminated()));
    DebugRun.whenOwnerEnds(job::orphaned);
    try (Carriers carriers = JobDebug.carriers(line);
        MetaProcess host =
            MetaProcess.open(services.surface(), Cache.images(Cache.directory(environment)));
        JobDebug debug = JobDebug.start(line, host, streams)) {
      host.addListener(Rendezvous.HERE);
      spawns.set(
          (rank, command, part, first, worldFirst, size) ->
              spawner.spawn(
                  rank,
                  command,
                  part,
                  first,
                  new RankStarter(
                      host,
                      streams,
                      services,
                      debug,
                      ThreadKind.VIRTUAL,
                      carriers,
                      isolation(),
                      environment,
                      worldFirst,
                      size),
                  services));
      RankStarter starter =
          new RankStarter(
              host,
              streams,
              services,
              debug,
              threads(),
              carriers,
              isolation(),
              environment,
              0,
              line.ranks());
      job.start(plans, starter, services);
      debug.allStarted(streams);
      sayIgnored();
      sayIsolation();
      sayTable();
      JobEnd end = await(services);
      finish(end, services);
      return ExitCodes.of(end);
    }
  }

  private JobEnd await(RankServices services) {
    if (line.options().deadlock() == DeadlockChoice.OFF) {
      return job.await(line.options().timeout());
    }
    Supplier<@Nullable String> look = services.deadlocks(DeadlockWatch.ANSWERS, job::mayAct);
    try (DeadlockWatch _ = DeadlockWatch.start(look, job::deadlocked)) {
      return job.await(line.options().timeout());
    }
  }

  private void finish(JobEnd end, RankServices services) {
    String cause = JobMessages.of(end, job.ranks(), line.options().timeout());
    if (!cause.isEmpty()) {
      streams.say("mpiexec: " + cause + others(others(end)));
      sayStackTraces(end, services);
    }
    job.tearDown();
    services.close("the job has ended: " + cause);
    sayTable();
    streams.close(limit(end));
  }

  /** How many run beside the one that ended the job, which may be about to end itself. */
  private long others(JobEnd end) {
    int cause =
        switch (end) {
          case JobEnd.Aborted(int rank, int code) -> rank;
          case JobEnd.RankThrew(int rank, int code) -> rank;
          case JobEnd.RankExited(int rank, int code) -> rank;
          case JobEnd.Completed(), JobEnd.TimedOut(), JobEnd.Interrupted(), JobEnd.Terminated() ->
              -1;
          case JobEnd.Deadlocked deadlocked -> -1;
          case JobEnd.Failed failed -> -1;
        };
    return job.ranks().stream()
        .filter(rank -> rank.number() != cause && rank.program().isAlive())
        .count();
  }

  private static String others(long alive) {
    return switch ((int) alive) {
      case 0 -> "";
      case 1 -> "; ended the one rank still running";
      default -> "; ended the " + alive + " ranks still running";
    };
  }

  private static Duration limit(JobEnd end) {
    return switch (end) {
      case JobEnd.Completed() -> UNTIL_READ;
      case JobEnd.Interrupted(), JobEnd.Terminated() -> AFTER_SIGNAL;
      case JobEnd.RankExited exited -> AFTER_FAILURE;
      case JobEnd.RankThrew threw -> AFTER_FAILURE;
      case JobEnd.Aborted aborted -> AFTER_FAILURE;
      case JobEnd.Deadlocked deadlocked -> AFTER_FAILURE;
      case JobEnd.TimedOut() -> AFTER_FAILURE;
      case JobEnd.Failed failed -> AFTER_FAILURE;
    };
  }

  /** Platform threads while there are cores for all, or when a stack size asks for them. */
  private ThreadKind threads() {
    return switch (line.options().threads()) {
      case PLATFORM -> ThreadKind.PLATFORM;
      case VIRTUAL -> ThreadKind.VIRTUAL;
      case AUTO -> hasCoresForAll() || asksForStack() ? ThreadKind.PLATFORM : ThreadKind.VIRTUAL;
    };
  }

  /** A debugger reads and writes statics where the class has them. */
  private Isolation isolation() {
    if (JobDebug.isWanted(line)) {
      return Isolation.LOADER;
    }
    return switch (line.options().isolation()) {
      case AUTO -> line.ranks() < MANY_RANKS ? Isolation.LOADER : Isolation.SHARED;
      case LOADER -> Isolation.LOADER;
      case SHARED -> Isolation.SHARED;
    };
  }

  private boolean hasCoresForAll() {
    return line.ranks() <= Runtime.getRuntime().availableProcessors();
  }

  private boolean asksForStack() {
    return line.segments().stream().anyMatch(s -> s.java().options().stackSize() > 0);
  }

  private boolean isVerbose() {
    return line.options().verbosity() == Verbosity.VERBOSE;
  }

  private void sayIgnored() {
    if (isVerbose()) {
      GlobalOptions options = line.options();
      Stream<String> java = line.segments().stream().flatMap(JobRun::ignoredJavaOptions).distinct();
      Stream.concat(options.ignored().stream(), java)
          .forEach(option -> streams.say("mpiexec: ignored option " + option));
    }
  }

  private static Stream<String> ignoredJavaOptions(Segment segment) {
    return segment.java().options().ignored().stream();
  }

  /** Where ranks do not share their classes, and why. */
  private void sayIsolation() {
    if (JobDebug.isWanted(line)
        && line.options().isolation() == GlobalOptions.IsolationChoice.SHARED) {
      streams.say("mpiexec: ranks do not share their classes: they are to be debugged");
    }
    if (isVerbose()) {
      job.ranks().stream()
          .map(Rank::program)
          .filter(program -> !program.isolationReason().isEmpty())
          .map(program -> program.mainClassName() + ": " + program.isolationReason())
          .distinct()
          .forEach(each -> streams.say("mpiexec: ranks do not share the classes of " + each));
    }
  }

  private void sayTable() {
    if (isVerbose() && !job.ranks().isEmpty()) {
      streams.say(RankTable.of(job.ranks()));
    }
  }

  private void sayStackTraces(JobEnd end, RankServices services) {
    if (end instanceof JobEnd.TimedOut && line.options().stackTraces()) {
      streams.say(StackTraces.of(job.ranks(), services));
    }
    if (end instanceof JobEnd.Failed(var failure) && isVerbose()) {
      streams.say(trace(failure));
    }
  }

  static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString().stripTrailing();
  }
}
