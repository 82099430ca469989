package mpi;

import dev.metaproc.mpi.ErrorClass;
import dev.metaproc.mpi.RankGroup;
import dev.metaproc.mpi.Wildcards;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An ordered set of ranks (MPI-4.1 section 7.3), as one rank of the job sees it. Immutable. */
public class Group implements Freeable {
  /** A number of MPJ Express' own; {@code MPI.GROUP_EMPTY} is the empty group. */
  public static final int EMPTY = 3;

  private static final int NOBODY = -1;

  private final RankGroup members;
  private final int me;
  private volatile boolean freed;

  Group(RankGroup members, int me) {
    this.members = members;
    this.me = me;
  }

  static Group empty() {
    return new Group(RankGroup.EMPTY, NOBODY);
  }

  /** The members of an argument, which programs may have left null. */
  static RankGroup membersOf(String operation, @Nullable Group group) {
    if (group == null) {
      throw new MPIException(
          ErrorClass.GROUP,
          operation + ": the group is null: pass a communicator's Group() or MPI.GROUP_EMPTY");
    }
    return group.members(operation);
  }

  private RankGroup members(String operation) {
    if (freed) {
      throw new MPIException(
          ErrorClass.GROUP, operation + ": the group was freed: use it before free() only");
    }
    return members;
  }

  public int Size() {
    return members("Size").size();
  }

  /** This rank's number in the group; {@code MPI.UNDEFINED} if it is no member. */
  public int Rank() {
    return members("Rank").rankOf(me);
  }

  /** What the ranks of {@code group1} are called in {@code group2}. */
  public static int[] Translate_ranks(Group group1, int[] ranks1, Group group2) {
    RankGroup from = membersOf("Translate_ranks", group1);
    RankGroup into = membersOf("Translate_ranks", group2);
    for (int each : Arguments.given("Translate_ranks", "array of ranks", ranks1)) {
      if (each != Wildcards.PROC_NULL) {
        requireRank("Translate_ranks", from, each);
      }
    }
    return from.translate(ranks1, into);
  }

  /** {@code MPI.IDENT}, {@code SIMILAR} (same members, other order) or {@code UNEQUAL}. */
  public static int Compare(Group group1, Group group2) {
    RankGroup one = membersOf("Compare", group1);
    RankGroup other = membersOf("Compare", group2);
    if (one.equals(other)) {
      return MPI.IDENT;
    }
    return one.hasSameMembers(other) ? MPI.SIMILAR : MPI.UNEQUAL;
  }

  public static Group Union(Group group1, Group group2) {
    return combined("Union", group1, group2, RankGroup::union);
  }

  public static Group Intersection(Group group1, Group group2) {
    return combined("Intersection", group1, group2, RankGroup::intersection);
  }

  /** The members of {@code group1} that are not in {@code group2}. */
  public static Group Difference(Group group1, Group group2) {
    return combined("Difference", group1, group2, RankGroup::difference);
  }

  /** The given members, in the given order. */
  public Group Incl(int[] ranks) {
    RankGroup members = requireRanks("Incl", ranks);
    return new Group(members.including(ranks), me);
  }

  /** All but the given members. */
  public Group Excl(int[] ranks) {
    RankGroup members = requireRanks("Excl", ranks);
    return new Group(members.excluding(ranks), me);
  }

  /** As {@link #Incl}, with ranges {first, last, stride}. */
  public Group Range_incl(int[][] ranges) {
    return Incl(expanded("Range_incl", ranges));
  }

  /** As {@link #Excl}, with ranges {first, last, stride}. */
  public Group Range_excl(int[][] ranges) {
    return Excl(expanded("Range_excl", ranges));
  }

  public final int getSize() {
    return Size();
  }

  /** As {@link #Rank}. */
  public final int getRank() {
    return Rank();
  }

  /** Was it freed? */
  public final boolean isNull() {
    return freed;
  }

  public static int[] translateRanks(Group group1, int[] ranks1, Group group2) {
    return Translate_ranks(group1, ranks1, group2);
  }

  public static int compare(Group group1, Group group2) {
    return Compare(group1, group2);
  }

  public static Group union(Group group1, Group group2) {
    return Union(group1, group2);
  }

  public static Group intersection(Group group1, Group group2) {
    return Intersection(group1, group2);
  }

  public static Group difference(Group group1, Group group2) {
    return Difference(group1, group2);
  }

  public final Group incl(int[] ranks) {
    return Incl(ranks);
  }

  public final Group excl(int[] ranks) {
    return Excl(ranks);
  }

  public final Group rangeIncl(int[][] ranges) {
    return Range_incl(ranges);
  }

  public final Group rangeExcl(int[][] ranges) {
    return Range_excl(ranges);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the constant itself
  public void free() {
    members("free");
    freed = this != Predefined.GROUP_EMPTY;
  }

  private interface Algebra {
    RankGroup apply(RankGroup one, RankGroup other);
  }

  private static Group combined(String operation, Group one, Group other, Algebra algebra) {
    RankGroup result = algebra.apply(membersOf(operation, one), membersOf(operation, other));
    return new Group(result, one.me == NOBODY ? other.me : one.me);
  }

  private RankGroup requireRanks(String operation, int[] ranks) {
    RankGroup members = members(operation);
    for (int each : Arguments.given(operation, "array of ranks", ranks)) {
      requireRank(operation, members, each);
    }
    if (IntStream.of(ranks).distinct().count() < ranks.length) {
      throw new MPIException(
          ErrorClass.RANK,
          operation + ": " + Arrays.toString(ranks) + " names a rank twice: name each once");
    }
    return members;
  }

  private static void requireRank(String operation, RankGroup group, int rank) {
    if (rank < 0 || rank >= group.size()) {
      throw new MPIException(
          ErrorClass.RANK,
          (operation + ": " + rank + " is not a rank of a group of size " + group.size())
              + (group.size() == 0 ? ": it has none" : ": use 0.." + (group.size() - 1)));
    }
  }

  private int[] expanded(String operation, int[][] ranges) {
    return Arrays.stream(Arguments.full(operation, "ranges", ranges))
        .flatMapToInt(range -> expanded(operation, range))
        .toArray();
  }

  private IntStream expanded(String operation, int[] range) {
    if (range.length != 3 || range[2] == 0) {
      throw new MPIException(
          ErrorClass.ARG,
          (operation + ": " + Arrays.toString(range) + " is not a range")
              + ": pass {first, last, stride} with a stride other than 0");
    }
    RankGroup members = members(operation);
    requireRank(operation, members, range[0]);
    int steps = (range[1] - range[0]) / range[2];
    int last = range[0] + Math.max(0, steps) * range[2];
    if (steps >= 0 && (range[1] < range[0]) == (range[2] < 0)) {
      requireRank(operation, members, last);
    }
    boolean empty = Integer.signum(range[1] - range[0]) * Integer.signum(range[2]) < 0;
    return IntStream.rangeClosed(0, empty ? -1 : steps).map(i -> range[0] + i * range[2]);
  }

  @Override
  public String toString() {
    return "Group" + members;
  }
}
