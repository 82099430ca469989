package dev.metaproc.launcher.job;

import dev.metaproc.isolation.ApiSurface;
import dev.metaproc.isolation.ProgramBuilder;
import dev.metaproc.launcher.mpiexec.MpiexecLine;
import dev.metaproc.launcher.mpiexec.Segment;
import dev.metaproc.launcher.program.Executable;
import dev.metaproc.mpi.DeadlockCheck;
import dev.metaproc.mpi.JobControl;
import dev.metaproc.mpi.JobOptions;
import dev.metaproc.mpi.SpawnCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import mpi.MpiJob;
import mpi.MpiProcess;
import org.jspecify.annotations.Nullable;

/** The MPI of a job: one engine for all ranks, one {@code mpi.MPI} for each. */
final class MpiServices implements RankServices {
  private static final ApiSurface SURFACE =
      new ApiSurface(
          Set.of("mpi", "mpjbuf", "mpjdev", "xdev"), Set.of("mpi.MPI", "mpi.RankConstants"));

  private final MpiJob job;
  private final Map<Integer, MpiProcess> processes = new ConcurrentHashMap<>();

  private final List<Integer> firstRanks;

  MpiServices(MpiexecLine line, AbortHandler abort, SpawnHandler spawn) {
    job = MpiJob.create(line.ranks(), new Control(abort, spawn), JobOptions.defaults());
    job.useErrhandler(line.options().errhandler().name());
    firstRanks = firstRanks(line.segments());
  }

  private static List<Integer> firstRanks(List<Segment> segments) {
    List<Integer> firsts = new ArrayList<>();
    int next = 0;
    for (Segment each : segments) {
      firsts.add(next);
      next += each.ranks();
    }
    return firsts;
  }

  private record Control(AbortHandler aborts, SpawnHandler spawns) implements JobControl {
    @Override
    public void abort(int rank, int code, String reason) {
      aborts.abort(rank, code);
    }

    @Override
    public void spawn(
        int spawner, SpawnCommand command, int part, int first, int worldFirst, int worldSize) {
      spawns.spawn(spawner, command, part, first, worldFirst, worldSize);
    }
  }

  @Override
  public ApiSurface surface() {
    return SURFACE;
  }

  @Override
  public void publish(RankPlan plan, List<String> arguments, ProgramBuilder program) {
    AtomicReference<ClassLoader> ownLoader = new AtomicReference<>();
    MpiProcess process = job.process(plan.number(), plan.mpjArguments(), ownLoader::get);
    process.startedAs(command(plan.executable()), arguments, firstRanks);
    processes.put(plan.number(), process);
    program.arguments(List.of(process.mpjArguments(arguments.toArray(String[]::new))));
    program.serviceOf(
        MpiProcess.class,
        loader -> {
          ownLoader.set(loader);
          return process;
        });
  }

  private static String command(Executable executable) {
    return switch (executable) {
      case Executable.MainClass main -> main.name();
      case Executable.Module module -> module.name();
      case Executable.Jar jar -> jar.file().toString();
    };
  }

  @Override
  public void ended(int rank) {
    MpiProcess process = processes.get(rank);
    job.rankEnded(rank, process != null && process.isFinalized());
  }

  @Override
  public @Nullable String describeWait(int rank) {
    return job.describeWait(rank);
  }

  @Override
  public Supplier<@Nullable String> deadlocks(
      int answers, BiPredicate<Integer, Set<Thread>> mayAct) {
    DeadlockCheck check = job.deadlockCheck(answers, mayAct);
    return check::look;
  }

  @Override
  public void close(String reason) {
    job.killAll(reason);
  }
}
