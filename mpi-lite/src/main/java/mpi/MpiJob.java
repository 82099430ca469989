package mpi;

import dev.metaproc.mpi.DeadlockCheck;
import dev.metaproc.mpi.Job;
import dev.metaproc.mpi.JobControl;
import dev.metaproc.mpi.JobOptions;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The ranks of one {@code mpiexec}. For the host, not for programs: it creates the job, publishes
 * {@link #process} as the service {@code mpi.MpiProcess} of each rank's program, and tells when a
 * rank is over. Thread-safe.
 */
public final class MpiJob {
  private final Job job;
  private volatile Errhandler errhandler = Predefined.ERRORS_ARE_FATAL;

  private MpiJob(Job job) {
    this.job = job;
  }

  public static MpiJob create(int size, JobControl control, JobOptions options) {
    return new MpiJob(new Job(size, control, options, MPIException::new));
  }

  public int size() {
    return job.size();
  }

  /**
   * The handle of one rank; call it once per rank.
   *
   * @param mpjArguments whether the program's main gets MPJ Express' leading arguments [rank, size,
   *     device], which Init takes off; see {@link MpiProcess#mpjArguments}
   * @param loader asked, when objects arrive, for the loader whose classes the rank reads them with
   */
  public MpiProcess process(
      int rank, boolean mpjArguments, Supplier<@Nullable ClassLoader> loader) {
    job.rank(rank).useLoader(loader);
    return new MpiProcess(job.rank(rank), mpjArguments, errhandler);
  }

  /**
   * Of the world and {@code COMM_SELF} of all processes that are asked for after this.
   *
   * @param name as MPI-4.1 section 11.5 has it, in capitals
   */
  public void useErrhandler(String name) {
    errhandler =
        switch (name) {
          case "MPI_ERRORS_RETURN" -> Predefined.ERRORS_RETURN;
          case "MPI_ERRORS_ABORT" -> Predefined.ERRORS_ABORT;
          default -> Predefined.ERRORS_ARE_FATAL;
        };
  }

  /** Finds out that no rank can ever go on; see there. */
  public DeadlockCheck deadlockCheck(int answersNeeded, BiPredicate<Integer, Set<Thread>> mayAct) {
    return new DeadlockCheck(job, answersNeeded, mayAct);
  }

  /** Ends every wait and later MPI call of a rank with {@link dev.metaproc.mpi.JobAborted}. */
  public void kill(int rank, String reason) {
    job.kill(rank, reason);
  }

  /** As {@link #kill} for every rank. */
  public void killAll(String reason) {
    job.killAll(reason);
  }

  /** The rank's program is over, after Finalize or without. */
  public void rankEnded(int rank, boolean finalized) {
    job.rankEnded(rank, finalized);
  }

  /** Has {@link #rankEnded} been told of this rank? */
  public boolean hasEnded(int rank) {
    return job.hasEnded(rank);
  }

  /**
   * What the rank's parked threads wait for, such as {@code Recv(source=2, tag=5, MPI.COMM_WORLD)};
   * null when none is parked. Costs nothing until it is asked.
   */
  public @Nullable String describeWait(int rank) {
    return job.rank(rank).describeWait();
  }
}
