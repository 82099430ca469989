package dev.metaproc.mpi;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One rank's place in a {@link Gathering}; only that rank's thread changes it. */
final class Seat implements Awaited {
  private final Gathering gathering;
  private final AtomicBoolean taken = new AtomicBoolean();
  private @Nullable Call current;
  private @Nullable MpiRank owner;
  private long collectives;
  private long awaitedGeneration;
  private volatile @Nullable Thread sleeper;

  Seat(Gathering gathering) {
    this.gathering = gathering;
  }

  /** False if another thread of the rank is in a collective of the same communicator. */
  boolean sit(MpiRank rank, Call call) {
    if (!taken.compareAndSet(false, true)) {
      return false;
    }
    owner = rank;
    current = call;
    return true;
  }

  void rise() {
    current = null;
    taken.set(false);
  }

  /** Counts this rank's collectives; all ranks agree on it. */
  long nextCollective() {
    return collectives++;
  }

  void await(MpiRank rank, long generation) {
    awaitedGeneration = generation;
    rank.waits().await(this);
  }

  @Nullable Thread sleeper() {
    return sleeper;
  }

  @Override
  public boolean isDone() {
    return gathering.generation() != awaitedGeneration;
  }

  @Override
  public void advance() {
    MpiRank rank = owner;
    if (rank != null) {
      rank.endpoint().progress();
    }
  }

  @Override
  public void wake(@Nullable Thread thread) {
    sleeper = thread;
  }

  @Override
  public String describe() {
    Call call = current;
    return (call == null ? "a collective" : call.signature().toString())
        + " on "
        + gathering.describe();
  }
}
