package dev.metaproc.mpi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the ranks of a communicator meet for its collectives. Each publishes its {@link Call} and
 * arrives; the last to arrive compares the calls, settles what one rank can settle, and lets all
 * go.
 *
 * <p>A mismatch, or an error in one rank's work, is told to every rank that takes part, so that
 * none waits for ever. A call whose arguments are wrong on their own fails before it arrives, and
 * does not count as taking part.
 */
final class Gathering {
  /** About the time that a few meetings take when all are there. */
  private static final int LOOKS_AROUND = 100;

  private final String name;
  private final Faults faults;
  private final Seat[] seats;
  private final Barrier barrier;
  private final @Nullable FlatBarrier flat;
  private final Round[] rounds;
  private final Slab[] slabs;

  /**
   * For a communicator.
   *
   * @param ranks of the world
   */
  Gathering(String name, RankGroup group, int ranks, JobOptions options, Faults faults) {
    int size = group.size();
    this.name = name;
    this.faults = faults;
    this.seats = new Seat[size];
    boolean isFlat =
        size <= 1 || (ranks <= options.processors() && size <= FlatBarrier.MAX_MEMBERS);
    this.flat = isFlat ? new FlatBarrier(seats) : null;
    this.barrier =
        flat != null
            ? flat
            : new TreeBarrier(seats, TreeBarrier.groups(group, ranks, options.processors()));
    for (int i = 0; i < size; i++) {
      seats[i] = new Seat(this, barrier, i, flat != null ? LOOKS_AROUND : 0);
    }
    this.rounds = new Round[] {new Round(size), new Round(size)};
    this.slabs = new Slab[] {new Slab(size), new Slab(size)};
  }

  /** The barrier, if it is one without a last member. */
  @Nullable FlatBarrier flat() {
    return flat;
  }

  Slab slab(int parity) {
    return slabs[parity];
  }

  /** The member's place, for one collective; {@link Seat#rise} ends it. */
  Seat sit(MpiRank rank, int member, long code) {
    Seat seat = seats[member];
    if (!seat.sit(rank)) {
      throw occupied(member, CallCode.signature(code));
    }
    return seat;
  }

  private RuntimeException occupied(int member, Signature signature) {
    return faults.of(
        ErrorClass.COMM,
        signature
            + (": rank " + member + " is already in a collective of " + name)
            + " on another thread: let one thread at a time call collectives on a communicator");
  }

  /**
   * Takes part in a collective as member {@code member}.
   *
   * @return false if only some took part this way, in a broadcast of which the root sends less than
   *     the others have room for: nothing was done yet, and now all know
   * @throws JobAborted when the rank is killed while it waits for others
   */
  boolean meet(MpiRank rank, int member, Call call) {
    Seat seat = seats[member];
    if (!seat.sit(rank)) {
      throw occupied(member, call.signature());
    }
    try {
      int parity = seat.nextParity();
      Round round = rounds[parity];
      round.calls[member] = call;
      if (seat.arrive(CallCode.GENERAL)) {
        judge(member, parity);
        open(member);
      }
      seat.await(rank);
      settleFlat(rank, seat, member, parity, CallCode.GENERAL);
      Fault verdict = round.verdict;
      Object settled = round.settled;
      if (verdict == null && settled == null && round.sent < 0) {
        work(rank, member, call, round);
        return true;
      }
      round.forget(member);
      if (verdict != null) {
        throw faults.of(verdict);
      }
      if (settled == null) {
        return false;
      }
      call.take(settled);
      return true;
    } finally {
      seat.rise();
    }
  }

  /** Lets all go who have come; by the one that {@link Seat#arrive} told so. */
  void open(int member) {
    barrier.open(member);
  }

  /**
   * At a flat barrier nobody was last: where something has to be judged or settled the first member
   * does it now, and all meet again.
   */
  void settleFlat(MpiRank rank, Seat seat, int member, int parity, long code) {
    if (flat == null || (code != CallCode.GENERAL && flat.isUnanimous(member, code))) {
      return;
    }
    if (member == 0) {
      judge(member, parity);
    }
    seat.arrive(CallCode.GENERAL);
    seat.await(rank);
  }

  /**
   * Throws if the members of a small collective have not all called the same.
   *
   * @return as {@link #meet}
   */
  boolean requireMatch(int member, int parity, long code) {
    Round round = rounds[parity];
    Fault verdict = round.verdict;
    if ((verdict == null && round.sent < 0) || (flat != null && flat.isUnanimous(member, code))) {
      return true;
    }
    if (verdict != null) {
      throw faults.of(verdict);
    }
    return false;
  }

  private void work(MpiRank rank, int member, Call call, Round round) {
    Throwable own = null;
    try {
      call.work(round.calls);
    } catch (RuntimeException | Error e) {
      own = e;
      round.failure.compareAndSet(null, failure(member, call, e));
    }
    Seat seat = seats[member];
    if (seat.arrive(CallCode.GENERAL)) {
      open(member);
    }
    seat.await(rank);
    round.forget(member);
    if (own instanceof Error error) {
      throw error;
    }
    Round.Failure failure = round.failure.get();
    if (failure != null) {
      throw faults.of(failure.rank() == member ? failure.fault() : failure.fault().withoutCause());
    }
    call.leave();
  }

  private Round.Failure failure(int member, Call call, Throwable cause) {
    String text =
        call.signature() + " on " + name + " failed on rank " + member + ": " + messageOf(cause);
    return new Round.Failure(member, new Fault(ErrorClass.OTHER, text, cause));
  }

  private static String messageOf(Throwable cause) {
    return cause instanceof CollectiveFault ? String.valueOf(cause.getMessage()) : cause.toString();
  }

  /**
   * Compares the calls and settles what one rank can settle, while the others wait. Must not throw:
   * they wait for it.
   *
   * @return whether all called the same
   */
  boolean judge(int member, int parity) {
    Round round = rounds[parity];
    boolean isGeneral = barrier.isUnanimous(member, CallCode.GENERAL);
    if (round.sent >= 0) {
      round.sent = -1; // all others read it
    }
    if (!isGeneral && barrier.isUnanimous(member, barrier.code(member, member))) {
      if (round.verdict != null) {
        round.verdict = null; // all others read it
      }
      return true;
    }
    round.failure.set(null);
    round.settled = null;
    if (!isGeneral) {
      judgeMixture(member, round);
      return false;
    }
    round.verdict = mismatch(round.calls);
    if (round.verdict == null) {
      try {
        round.settled = round.calls[0].settle(round.calls);
      } catch (RuntimeException | Error e) {
        round.verdict =
            new Fault(
                ErrorClass.OTHER,
                round.calls[0].signature() + " on " + name + " failed: " + messageOf(e));
      }
    }
    return round.verdict == null;
  }

  /** When some members' data are little and others' not, or their calls differ. */
  private void judgeMixture(int member, Round round) {
    Call[] calls = round.calls;
    Signature[] signatures = new Signature[seats.length];
    @Nullable String oddity = null;
    for (int i = 0; i < seats.length; i++) {
      long code = barrier.code(member, i);
      boolean isGeneral = code == CallCode.GENERAL;
      signatures[i] = isGeneral ? calls[i].signature() : CallCode.signature(code);
      oddity = oddity == null && isGeneral ? calls[i].oddity() : oddity;
    }
    round.verdict = null;
    if (oddity != null && Stream.of(signatures).allMatch(signatures[0]::equals)) {
      round.verdict =
          new Fault(ErrorClass.OTHER, signatures[0] + " on " + name + " failed: " + oddity);
    } else if (Signature.isShortBroadcast(signatures)) {
      round.sent = signatures[signatures[0].root()].elements();
    } else {
      round.verdict = differing(signatures);
    }
  }

  private @Nullable Fault mismatch(Call[] calls) {
    Signature first = calls[0].signature();
    for (Call each : calls) {
      if (!each.signature().equals(first)) {
        Signature[] all = Stream.of(calls).map(Call::signature).toArray(Signature[]::new);
        return Signature.isShortBroadcast(all) ? null : differing(all);
      }
    }
    String disagreement = calls[0].disagreement(calls);
    return disagreement == null ? null : new Fault(ErrorClass.OTHER, first + ": " + disagreement);
  }

  private Fault differing(Signature[] signatures) {
    return new Fault(
        ErrorClass.OTHER,
        ("The collective calls on " + name + " do not match: " + whoCalledWhat(signatures))
            + ": make the same call with the same root, type, count and operation"
            + " on every rank");
  }

  private static String whoCalledWhat(Signature[] signatures) {
    Map<String, List<String>> callers = new LinkedHashMap<>();
    for (int rank = 0; rank < signatures.length; rank++) {
      callers
          .computeIfAbsent(signatures[rank].toString(), text -> new ArrayList<>())
          .add(Integer.toString(rank));
    }
    return callers.entrySet().stream()
        .map(
            entry ->
                (entry.getValue().size() == 1 ? "rank " : "ranks ")
                    + String.join(", ", entry.getValue())
                    + " called "
                    + entry.getKey())
        .collect(Collectors.joining("; "));
  }

  /** What a member waits in: {@code Barrier() on MPI.COMM_WORLD, 2 of 4 ranks there}. */
  String describe(int member) {
    long code = barrier.code(member, member);
    Call call = rounds[seats[member].parity()].calls[member];
    String what =
        code != CallCode.GENERAL
            ? CallCode.signature(code).toString()
            : call == null ? "a collective" : call.signature().toString();
    return what
        + (" on " + name + ", " + barrier.arrived(member) + " of " + seats.length + " ranks there");
  }
}
