package dev.metaproc.mpi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
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
  private final String name;
  private final Faults faults;
  private final Seat[] seats;
  private final Round[] rounds;

  /** Two synchronisations at most per collective; each increments it once. */
  private final AtomicLong generation = new AtomicLong();

  private final AtomicInteger arrived = new AtomicInteger();

  Gathering(String name, int size, Faults faults) {
    this.name = name;
    this.faults = faults;
    this.seats = new Seat[size];
    for (int i = 0; i < size; i++) {
      seats[i] = new Seat(this);
    }
    this.rounds = new Round[] {new Round(size), new Round(size)};
  }

  /**
   * Takes part in a collective as member {@code member}.
   *
   * @throws JobAborted when the rank is killed while it waits for others
   */
  void meet(MpiRank rank, int member, Call call) {
    Seat seat = seats[member];
    if (!seat.sit(rank, call)) {
      throw faults.of(
          ErrorClass.COMM,
          call.signature()
              + (": rank " + member + " is already in a collective of " + name)
              + " on another thread: let one thread at a time call collectives on a communicator");
    }
    try {
      Round round = rounds[(int) (seat.nextCollective() & 1)];
      round.calls[member] = call;
      arrive(rank, seat, round, true);
      Fault verdict = round.verdict;
      Object settled = round.settled;
      if (verdict == null && settled == null) {
        work(rank, member, call, round);
        return;
      }
      round.forget(member);
      if (verdict != null) {
        throw faults.of(verdict);
      }
      call.take(Objects.requireNonNull(settled));
    } finally {
      seat.rise();
    }
  }

  private void work(MpiRank rank, int member, Call call, Round round) {
    Throwable own = null;
    try {
      call.work(round.calls);
    } catch (RuntimeException | Error e) {
      own = e;
      round.failure.compareAndSet(null, failure(member, call, e));
    }
    arrive(rank, seats[member], round, false);
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

  private void arrive(MpiRank rank, Seat seat, Round round, boolean opening) {
    long current = generation.get();
    if (arrived.incrementAndGet() < seats.length) {
      seat.await(rank, current);
      return;
    }
    if (opening) {
      open(round);
    }
    arrived.set(0);
    generation.set(current + 1);
    for (Seat each : seats) {
      Thread sleeper = each.sleeper();
      if (sleeper != null) {
        LockSupport.unpark(sleeper);
      }
    }
  }

  /** Runs on the last rank to arrive, while the others wait. Must not throw: they wait for it. */
  private void open(Round round) {
    round.failure.set(null);
    round.settled = null;
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
  }

  private @Nullable Fault mismatch(Call[] calls) {
    Signature first = calls[0].signature();
    for (Call each : calls) {
      if (!each.signature().equals(first)) {
        return new Fault(
            ErrorClass.OTHER,
            ("The collective calls on " + name + " do not match: " + whoCalledWhat(calls))
                + ": make the same call with the same root, type, count and operation"
                + " on every rank");
      }
    }
    String disagreement = calls[0].disagreement(calls);
    return disagreement == null ? null : new Fault(ErrorClass.OTHER, first + ": " + disagreement);
  }

  private static String whoCalledWhat(Call[] calls) {
    Map<String, List<String>> callers = new LinkedHashMap<>();
    for (int rank = 0; rank < calls.length; rank++) {
      callers
          .computeIfAbsent(calls[rank].signature().toString(), text -> new ArrayList<>())
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

  long generation() {
    return generation.get();
  }

  String describe() {
    return name + ", " + arrived.get() + " of " + seats.length + " ranks there";
  }
}
