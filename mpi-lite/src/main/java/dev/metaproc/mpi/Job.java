package dev.metaproc.mpi;

import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;

/** The ranks of one {@code mpiexec}, and all their MPI has. Thread-safe. */
public final class Job {
  private final Faults faults;
  private final JobControl control;
  private final JobOptions options;
  private final MpiRank[] ranks;
  private final Context world;
  private final AtomicInteger communicators = new AtomicInteger();
  private final BitSet ended = new BitSet();
  private final BitSet endedFinalized = new BitSet();

  public Job(int size, JobControl control, JobOptions options, Faults faults) {
    if (size < 1) {
      throw new IllegalArgumentException("a job of " + size + " ranks: use 1 or more");
    }
    this.faults = faults;
    this.control = control;
    this.options = options;
    this.ranks = new MpiRank[size];
    Arrays.setAll(ranks, number -> new MpiRank(this, number));
    this.world = new Context("MPI.COMM_WORLD", RankGroup.firstOfWorld(size), this);
  }

  public int size() {
    return ranks.length;
  }

  public MpiRank rank(int number) {
    return ranks[number];
  }

  /** {@code MPI.COMM_WORLD} as this rank sees it. */
  public Communicator world(MpiRank rank) {
    return new Communicator(rank, world, rank.number());
  }

  /** {@code MPI.COMM_SELF}; a new context at each call. */
  public Communicator self(MpiRank rank) {
    return new Communicator(
        rank, new Context("MPI.COMM_SELF", new RankGroup(rank.number()), this), 0);
  }

  /**
   * Ends the job for rank {@code rank}, which called Abort; does not return.
   *
   * @throws JobAborted always, unless the job control throws something of its own
   */
  public JobAborted abort(int rank, int code) {
    String reason = "the job was aborted: rank " + rank + " called Abort(" + code + ")";
    try {
      control.abort(rank, code, reason);
    } finally {
      killAll(reason);
    }
    throw new JobAborted(reason);
  }

  /** Ends every wait and every later MPI call of one rank with {@link JobAborted}. */
  public void kill(int rank, String reason) {
    ranks[rank].waits().kill(reason);
  }

  public void killAll(String reason) {
    for (MpiRank each : ranks) {
      each.waits().kill(reason);
    }
  }

  /** The rank's program is over; {@code finalized} tells whether it had called Finalize. */
  public synchronized void rankEnded(int rank, boolean finalized) {
    ended.set(rank);
    endedFinalized.set(rank, finalized);
    // The program's loader must not stay reachable as long as its peers run.
    ranks[rank].useLoader(() -> null);
  }

  public synchronized boolean hasEnded(int rank) {
    return ended.get(rank);
  }

  /** Did the rank end as MPI wants it, after Finalize? */
  public synchronized boolean hasEndedFinalized(int rank) {
    return endedFinalized.get(rank);
  }

  Faults faults() {
    return faults;
  }

  JobOptions options() {
    return options;
  }

  /** A name for a new communicator that was made from {@code parent} by {@code operation}. */
  String communicatorName(String operation, String parent) {
    return "communicator "
        + communicators.incrementAndGet()
        + " ("
        + operation
        + " of "
        + parent
        + ")";
  }
}
