package dev.metaproc.mpi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes communicators: one for each colour, its members ordered by key and then by their old rank
 * (MPI-4.1 section 7.4.2). Duplicating, creating from a group and making grids are special cases.
 */
final class SplitCall extends Call {
  private final Communicator parent;
  private final int colour;
  private final int key;
  private final Object agreed;
  private @Nullable Communicator result;

  /**
   * @param agreed what every rank must pass alike, compared with {@code equals}
   */
  SplitCall(String operation, Communicator parent, int colour, int key, Object agreed) {
    super(Signature.of(operation));
    this.parent = parent;
    this.colour = colour;
    this.key = key;
    this.agreed = agreed;
  }

  /** This rank's new communicator; null if its colour is negative. */
  @Nullable Communicator result() {
    return result;
  }

  @Override
  @Nullable String disagreement(Call[] calls) {
    for (int rank = 1; rank < calls.length; rank++) {
      Object other = ((SplitCall) calls[rank]).agreed;
      if (!other.equals(agreed)) {
        return "rank 0 passes "
            + agreed
            + " but rank "
            + rank
            + " passes "
            + other
            + ": pass the same on every rank";
      }
    }
    return null;
  }

  @Override
  Object settle(Call[] calls) {
    Map<Integer, List<SplitCall>> members = new TreeMap<>();
    for (Call each : calls) {
      SplitCall call = (SplitCall) each;
      if (call.colour >= 0) {
        members.computeIfAbsent(call.colour, any -> new ArrayList<>()).add(call);
      }
    }
    members.values().forEach(this::make);
    return true;
  }

  private void make(List<SplitCall> calls) {
    calls.sort(Comparator.comparingInt(call -> call.key));
    int[] world = calls.stream().mapToInt(call -> call.parent.rank().number()).toArray();
    Job job = parent.rank().job();
    String name = job.communicatorName(signature().operation(), parent.name());
    Context context = new Context(name, new RankGroup(world), job);
    for (int member = 0; member < world.length; member++) {
      SplitCall call = calls.get(member);
      call.result = new Communicator(call.parent.rank(), context, member);
    }
  }
}
