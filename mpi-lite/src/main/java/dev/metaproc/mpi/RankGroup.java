package dev.metaproc.mpi;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** An ordered set of processes, each named by its rank in the job's world. Immutable. */
public final class RankGroup {
  public static final RankGroup EMPTY = new RankGroup();

  private final int[] world;

  /** The world ranks, in the group's order; no duplicates. */
  public RankGroup(int... world) {
    this.world = world.clone();
  }

  static RankGroup firstOfWorld(int size) {
    return new RankGroup(IntStream.range(0, size).toArray());
  }

  public int size() {
    return world.length;
  }

  int worldRank(int rank) {
    return world[rank];
  }

  /** This group's rank of a process; {@link Wildcards#UNDEFINED} if it is no member. */
  public int rankOf(int worldRank) {
    for (int i = 0; i < world.length; i++) {
      if (world[i] == worldRank) {
        return i;
      }
    }
    return Wildcards.UNDEFINED;
  }

  boolean contains(int worldRank) {
    return rankOf(worldRank) >= 0;
  }

  public RankGroup union(RankGroup other) {
    IntPredicate isNew = rank -> !contains(rank);
    return new RankGroup(
        IntStream.concat(IntStream.of(world), IntStream.of(other.world).filter(isNew)).toArray());
  }

  public RankGroup intersection(RankGroup other) {
    return new RankGroup(IntStream.of(world).filter(other::contains).toArray());
  }

  public RankGroup difference(RankGroup other) {
    return new RankGroup(IntStream.of(world).filter(rank -> !other.contains(rank)).toArray());
  }

  /** The members with the given ranks, in the given order. */
  public RankGroup including(int... ranks) {
    return new RankGroup(IntStream.of(ranks).map(rank -> world[rank]).toArray());
  }

  /** The members without those of the given ranks. */
  public RankGroup excluding(int... ranks) {
    return difference(including(ranks));
  }

  /** What the members of this group with the given ranks are called in {@code other}. */
  public int[] translate(int[] ranks, RankGroup other) {
    return IntStream.of(ranks)
        .map(rank -> rank == Wildcards.PROC_NULL ? Wildcards.PROC_NULL : other.rankOf(world[rank]))
        .toArray();
  }

  public boolean hasSameMembers(RankGroup other) {
    return size() == other.size() && intersection(other).size() == size();
  }

  /** Equal groups have the same members in the same order. */
  @Override
  public boolean equals(Object other) {
    return other instanceof RankGroup group && Arrays.equals(world, group.world);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(world);
  }

  @Override
  public String toString() {
    return Arrays.toString(world);
  }
}
