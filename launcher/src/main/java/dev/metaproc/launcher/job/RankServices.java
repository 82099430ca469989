package dev.metaproc.launcher.job;

import dev.metaproc.isolation.ApiSurface;
import dev.metaproc.isolation.ProgramBuilder;
import dev.metaproc.mpi.SpawnCommand;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the launcher gives a rank besides the JDK: in a job of mpiexec, its MPI. */
interface RankServices {
  /** What a rank's Abort does; returns when all ranks have ended. */
  @FunctionalInterface
  interface AbortHandler {
    void abort(int rank, int code);
  }

  /** What a rank's spawn does; returns when the programs are started. */
  @FunctionalInterface
  interface SpawnHandler {
    /**
     * Starts the ranks of a program from number {@code first} on, {@code part} of a world whose
     * ranks are {@code worldSize} and begin at {@code worldFirst}.
     */
    void spawn(
        int spawner, SpawnCommand command, int part, int first, int worldFirst, int worldSize);
  }

  /** What programs see of it. */
  ApiSurface surface();

  /**
   * Publishes what belongs to one rank, and gives it its arguments.
   *
   * @param arguments those of the command line
   */
  void publish(RankPlan plan, List<String> arguments, ProgramBuilder program);

  /** A rank has ended. */
  void ended(int rank);

  /** What a rank waits for, for people; null when it does not wait. */
  @Nullable String describeWait(int rank);

  /**
   * What tells that all ranks wait for each other: null as long as something may happen, else who
   * waits for what.
   *
   * @param answers how many questions in a row must find everybody stuck
   * @param mayAct whether a rank has threads beside the given ones that may still act
   */
  Supplier<@Nullable String> deadlocks(int answers, BiPredicate<Integer, Set<Thread>> mayAct);

  /** Ends every wait of every rank, whose programs have ended. */
  void close(String reason);
}
