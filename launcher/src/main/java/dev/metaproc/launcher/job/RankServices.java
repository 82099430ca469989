package dev.metaproc.launcher.job;

import dev.metaproc.isolation.ApiSurface;
import dev.metaproc.isolation.ProgramBuilder;

/** What the launcher gives a rank besides the JDK: in a job of mpiexec, its MPI. */
interface RankServices {
  /** What a rank's Abort does; returns when all ranks have ended. */
  @FunctionalInterface
  interface AbortHandler {
    void abort(int rank, int code);
  }

  /** What programs see of it. */
  ApiSurface surface();

  /** Publishes what belongs to one rank. */
  void publish(int rank, ProgramBuilder program);

  /** A rank has ended. */
  void ended(int rank);

  /** Ends every wait of every rank, whose programs have ended. */
  void close(String reason);
}
