package dev.metaproc.mpi;

/**
 * The two sides of an inter-communicator (MPI-4.1 section 7.6). Each side's messages match by its
 * own context; their collectives share one row of meetings, the first side's ranks sitting first.
 */
final class InterPair {
  private final Context first;
  private final Context second;

  InterPair(String name, RankGroup first, RankGroup second, Job job) {
    Meetings meetings = new Meetings(name, first.size() + second.size());
    this.first = new Context(name, first, job, meetings);
    this.second = new Context(name, second, job, meetings);
  }

  /** The inter-communicator as {@code rank}, a member of one of the sides, sees it. */
  Communicator of(MpiRank rank) {
    int member = first.group().rankOf(rank.number());
    return member >= 0
        ? new Communicator(rank, first, second, member, 0)
        : new Communicator(rank, second, first, second.group().rankOf(rank.number()), first.size());
  }
}
