package dev.metaproc.launcher.job;

import dev.metaproc.isolation.ApiSurface;
import dev.metaproc.isolation.ProgramBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
   * Publishes what belongs to one rank.
   *
   * @param arguments the program's own
   * @param isMpj whether main is to get MPJ Express's three arguments in front of them
   */
  void publish(int rank, List<String> arguments, boolean isMpj, ProgramBuilder program);

  /** A rank has ended. */
  void ended(int rank);

  /** What a rank waits for, for people; null when it does not wait. */
  @Nullable String describeWait(int rank);

  /** Ends every wait of every rank, whose programs have ended. */
  void close(String reason);
}
