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
}
