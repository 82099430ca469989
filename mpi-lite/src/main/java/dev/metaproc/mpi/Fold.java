package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/**
 * A reduction as one rank describes it.
 *
 * @param operation what the program called
 * @param root part of the call, or -1 where there is none
 * @param who whose contributions make up this rank's result
 * @param skip elements of the result before those this rank wants
 * @param data its contribution
 * @param target where its result goes; null at ranks that get none
 */
public record Fold(
    String operation, int root, Who who, long skip, Region data, @Nullable Region target) {
  /** Contributions to a rank's result. */
  public enum Who {
    /** Those of every rank of the group. */
    ALL,
    /** Those of the ranks up to this one, as in Scan. */
    UP_TO_ME,
    /** Those of the ranks before this one, as in Exscan. */
    BEFORE_ME,
    /** Those of every rank of the remote group. */
    REMOTE
  }
}
