package dev.metaproc.mpi;

/**
 * What all members of a communicator share. Messages match by its number, so traffic of different
 * communicators never mixes; collectives do not use messages at all.
 */
final class Context {
  private final int id;
  private final String name;
  private final RankGroup group;
  private final Endpoint[] endpoints;
  private final Gathering gathering;
  private final Meetings meetings;

  Context(String name, RankGroup group, Job job) {
    this(name, group, job, new Meetings(name, group.size()));
  }

  /** One side of an inter-communicator. */
  Context(String name, RankGroup group, Job job, Meetings meetings) {
    this.meetings = meetings;
    this.id = job.newContextId();
    this.name = name;
    this.group = group;
    this.endpoints = new Endpoint[group.size()];
    for (int i = 0; i < endpoints.length; i++) {
      endpoints[i] = job.rank(group.worldRank(i)).endpoint();
    }
    this.gathering = new Gathering(name, group, job.size(), job.options(), job.faults());
  }

  /** Unique in the job: messages carry it. */
  int id() {
    return id;
  }

  /** As a message calls it: {@code MPI.COMM_WORLD}. */
  String name() {
    return name;
  }

  RankGroup group() {
    return group;
  }

  int size() {
    return endpoints.length;
  }

  Endpoint endpoint(int rank) {
    return endpoints[rank];
  }

  /** Where collectives meet that do not make their ranks wait. */
  Meetings meetings() {
    return meetings;
  }

  Gathering gathering() {
    return gathering;
  }
}
