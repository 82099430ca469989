package dev.metaproc.mpi;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The ranks of one {@code mpiexec}, and all their MPI has. Thread-safe. */
public final class Job {
  private static final int MOST_SPAWNED = 65_535;

  private final Faults faults;
  private final JobControl control;
  private final JobOptions options;
  private final int size;

  /** Grows when ranks are spawned. */
  private volatile MpiRank[] ranks;

  private final Context world;
  private final AtomicInteger communicators = new AtomicInteger();
  private final Bridge bridge = new Bridge();
  private final Handover handover = new Handover();
  private final Ports ports = new Ports(this);
  private final AtomicInteger contexts = new AtomicInteger();
  private final BitSet ended = new BitSet();
  private final BitSet endedFinalized = new BitSet();

  public Job(int size, JobControl control, JobOptions options, Faults faults) {
    if (size < 1) {
      throw new IllegalArgumentException("a job of " + size + " ranks: use 1 or more");
    }
    this.faults = faults;
    this.control = control;
    this.options = options;
    this.size = size;
    this.ranks = newRanks(0, size);
    this.world = new Context("MPI.COMM_WORLD", RankGroup.firstOfWorld(size), this);
  }

  private MpiRank[] newRanks(int first, int count) {
    MpiRank[] made = new MpiRank[count];
    Arrays.setAll(made, i -> new MpiRank(this, first + i));
    return made;
  }

  /**
   * Starts ranks with a world of their own.
   *
   * @return the inter-communicator between {@code parents} and them
   */
  InterPair spawn(MpiRank root, RankGroup parents, List<SpawnCommand> commands) {
    int count = count(commands);
    int first = addRanks(count);
    RankGroup children = new RankGroup(IntStream.range(first, first + count).toArray());
    Context childWorld = new Context("MPI.COMM_WORLD", children, this);
    InterPair pair =
        new InterPair(communicatorName("spawn", "rank " + root.number()), parents, children, this);
    for (int number = first; number < first + count; number++) {
      rank(number).spawned(childWorld, pair.of(rank(number)));
    }
    int next = first;
    for (int part = 0; part < commands.size(); part++) {
      SpawnCommand command = commands.get(part);
      try {
        control.spawn(root.number(), command, part, next, first, count);
      } catch (RuntimeException e) {
        endThoseWithoutProgram(next, first + count);
        throw faults.of(
            new Fault(
                ErrorClass.SPAWN,
                "spawn: " + command.command() + " cannot be started: " + e.getMessage()));
      }
      next += command.ranks();
    }
    return pair;
  }

  private int count(List<SpawnCommand> commands) {
    long count = commands.stream().mapToLong(SpawnCommand::ranks).sum();
    if (count > MOST_SPAWNED) {
      throw faults.of(
          new Fault(
              ErrorClass.SPAWN,
              "spawn: " + count + " ranks are more than " + MOST_SPAWNED + ": start fewer"));
    }
    return (int) count;
  }

  /** Nobody may wait for ranks that could not be started, nor count on them to act. */
  private void endThoseWithoutProgram(int from, int to) {
    for (int number = from; number < to; number++) {
      if (!rank(number).hasProgram()) {
        rankEnded(number, false);
      }
    }
  }

  private synchronized int addRanks(int count) {
    MpiRank[] before = ranks;
    MpiRank[] all = Arrays.copyOf(before, before.length + count);
    System.arraycopy(newRanks(before.length, count), 0, all, before.length, count);
    ranks = all;
    return before.length;
  }

  /** Ranks started by mpiexec; spawned ones do not count. */
  public int size() {
    return size;
  }

  /** How many ranks there may be, spawned ones included. */
  public int universeSize() {
    return Math.max(size(), options.processors());
  }

  /** Ranks started so far, spawned ones included. */
  int ranks() {
    return ranks.length;
  }

  public MpiRank rank(int number) {
    return ranks[number];
  }

  /** {@code MPI.COMM_WORLD} as this rank sees it. */
  public Communicator world(MpiRank rank) {
    Context own = rank.ownWorld();
    return own == null
        ? new Communicator(rank, world, rank.number())
        : new Communicator(rank, own, own.group().rankOf(rank.number()));
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
    if (ranks[rank].hasProgram()) {
      // Its loader must not stay reachable as long as its peers run.
      ranks[rank].useLoader(() -> null);
    }
  }

  public synchronized boolean hasEnded(int rank) {
    return ended.get(rank);
  }

  /** Did the rank end as MPI wants it, after Finalize? */
  public synchronized boolean hasEndedFinalized(int rank) {
    return endedFinalized.get(rank);
  }

  /** Objects that change hands without a copy. */
  public Handover handover() {
    return handover;
  }

  /** Where groups meet that have no communicator in common. */
  public Ports ports() {
    return ports;
  }

  Bridge bridge() {
    return bridge;
  }

  int newContextId() {
    return contexts.getAndIncrement();
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
