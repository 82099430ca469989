package dev.metaproc.mpi;

/** What a job asks of whoever launched it. Called on the thread of the rank concerned. */
@FunctionalInterface
public interface JobControl {
  /**
   * Rank {@code rank} called {@code Abort(code)}: end all ranks, the job's exit code is {@code
   * code}. When this returns or throws, the engine ends every wait of the job with {@link
   * JobAborted}.
   */
  void abort(int rank, int code, String reason);

  /**
   * Rank {@code spawner} called spawn: start {@code command}'s ranks, which have the numbers from
   * {@code first} on. The default refuses.
   *
   * @param part which of the programs of its job it is, counted from 0
   * @param worldSize ranks of the new job, whose first has the number {@code worldFirst}
   * @throws RuntimeException when it cannot be started; its message is told to the program
   */
  default void spawn(
      int spawner, SpawnCommand command, int part, int first, int worldFirst, int worldSize) {
    throw new UnsupportedOperationException("this host starts no programs for others");
  }
}
