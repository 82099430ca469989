package dev.metaproc.launcher.job;

import dev.metaproc.isolation.ApiSurface;
import dev.metaproc.isolation.ProgramBuilder;
import dev.metaproc.mpi.JobOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import mpi.MpiJob;
import mpi.MpiProcess;
import org.jspecify.annotations.Nullable;

/** The MPI of one job: every rank gets its handle as a service, and {@code mpi.MPI} asks for it. */
final class MpiServices implements RankServices {
  private final MpiJob job;
  private final AtomicReferenceArray<@Nullable MpiProcess> processes;

  MpiServices(int ranks, AbortHandler abort) {
    this.job =
        MpiJob.create(
            ranks, (rank, code, reason) -> abort.abort(rank, code), JobOptions.defaults());
    this.processes = new AtomicReferenceArray<>(ranks);
  }

  /** The classes of {@code mpi} are shared; only {@code mpi.MPI} has statics of the rank. */
  @Override
  public ApiSurface surface() {
    return new ApiSurface(Set.of("mpi"), Set.of("mpi.MPI"));
  }

  @Override
  public void publish(int rank, List<String> arguments, boolean isMpj, ProgramBuilder program) {
    MpiProcess process = job.process(rank, isMpj, MpiServices::loader);
    processes.set(rank, process);
    program
        .service(MpiProcess.class, process)
        .arguments(List.of(process.mpjArguments(arguments.toArray(String[]::new))));
  }

  /** Objects are read on a thread of the rank that receives them. */
  private static @Nullable ClassLoader loader() {
    return Thread.currentThread().getContextClassLoader();
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
  public void close(String reason) {
    job.killAll(reason);
  }
}
