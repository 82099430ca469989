package dev.metaproc.launcher.mpiexec;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds for all ranks of a job.
 *
 * @param timeout null for none
 * @param ignored options that were accepted and do nothing on one machine, as they were written
 */
public record GlobalOptions(
    OutputOptions output,
    StdinTarget stdin,
    @Nullable Duration timeout,
    boolean stackTraces,
    DebugChoice debug,
    ThreadChoice threads,
    IsolationChoice isolation,
    MpjArguments mpjArguments,
    DeadlockChoice deadlock,
    InitialErrhandler errhandler,
    Verbosity verbosity,
    List<String> ignored) {
  /** What a rank's main thread is. */
  public enum ThreadChoice {
    AUTO,
    PLATFORM,
    VIRTUAL
  }

  /** How the ranks of a program are kept apart. */
  public enum IsolationChoice {
    AUTO,
    LOADER,
    SHARED
  }

  /** Whether main gets the three arguments in front that MPJ Express gives it. */
  public enum MpjArguments {
    AUTO,
    ON,
    OFF
  }

  /** What to do when all ranks wait for each other. */
  public enum DeadlockChoice {
    ABORT,
    OFF
  }

  /** The error handler of {@code MPI.COMM_WORLD} and {@code MPI.COMM_SELF} at first. */
  public enum InitialErrhandler {
    MPI_ERRORS_ARE_FATAL,
    MPI_ERRORS_ABORT,
    MPI_ERRORS_RETURN
  }

  /** How much mpiexec itself says. */
  public enum Verbosity {
    QUIET,
    NORMAL,
    VERBOSE
  }

  public GlobalOptions {
    ignored = List.copyOf(ignored);
  }
}
