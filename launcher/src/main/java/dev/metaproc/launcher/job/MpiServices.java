package dev.metaproc.launcher.job;

import dev.metaproc.isolation.ApiSurface;
import dev.metaproc.isolation.ProgramBuilder;
import dev.metaproc.mpi.JobOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import mpi.MpiJob;
import mpi.MpiProcess;

/** The MPI of a job: one engine for all ranks, one {@code mpi.MPI} for each. */
final class MpiServices implements RankServices {
  private static final ApiSurface SURFACE = new ApiSurface(Set.of("mpi"), Set.of("mpi.MPI"));

  private final MpiJob job;

  MpiServices(int ranks, AbortHandler abort) {
    job =
        MpiJob.create(
            ranks, (rank, code, reason) -> abort.abort(rank, code), JobOptions.defaults());
  }

  @Override
  public ApiSurface surface() {
    return SURFACE;
  }

  @Override
  public void publish(
      int rank, boolean mpjArguments, List<String> arguments, ProgramBuilder program) {
    AtomicReference<ClassLoader> ownLoader = new AtomicReference<>();
    MpiProcess process = job.process(rank, mpjArguments, ownLoader::get);
    program.arguments(List.of(process.mpjArguments(arguments.toArray(String[]::new))));
    program.serviceOf(
        MpiProcess.class,
        loader -> {
          ownLoader.set(loader);
          return process;
        });
  }

  @Override
  public void ended(int rank) {
    job.rankEnded(rank, false);
  }

  @Override
  public void close(String reason) {
    job.killAll(reason);
  }
}
