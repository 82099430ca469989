package dev.metaproc.launcher.job;

import dev.metaproc.isolation.ApiSurface;
import dev.metaproc.isolation.ProgramBuilder;
import java.util.List;

/** What the launcher gives a rank besides the JDK: in a job of mpiexec, its MPI. */
interface RankServices {
  /** What a rank's Abort does; returns when all ranks have ended. */
  @FunctionalInterface
  interface AbortHandler {
    void abort(int rank, int code);
  }

  /** What programs see of it. */
  ApiSurface surface();

  /**
   * Publishes what belongs to one rank, and gives it its arguments.
   *
   * @param mpjArguments whether main expects MPJ Express's three in front
   * @param arguments those of the command line
   */
  void publish(int rank, boolean mpjArguments, List<String> arguments, ProgramBuilder program);

  /** A rank has ended. */
  void ended(int rank);

  /** Ends every wait of every rank, whose programs have ended. */
  void close(String reason);
}
