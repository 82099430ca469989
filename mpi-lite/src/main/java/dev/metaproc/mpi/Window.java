package dev.metaproc.mpi;

import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One-sided communication (MPI-4.1 chapter 12) as one rank sees it. All ranks share one address
 * space, so a put or get is a copy, done when the call returns; what remains are the epochs, which
 * order the copies of different ranks.
 *
 * <p>The states of an epoch at the origin: none, FENCE (between two fences), START (from start to
 * complete), and one lock per target. A call outside of an epoch is an error.
 */
public final class Window {
  private final Communicator communicator;
  private final WindowShared shared;
  private final boolean allowsLocks;
  private final BitSet locked = new BitSet();
  private final BitSet started = new BitSet();
  private boolean fenced;
  private boolean lockedAll;
  private RankGroup exposed = RankGroup.EMPTY;
  private boolean freed;

  private Window(Communicator communicator, WindowShared shared, boolean allowsLocks) {
    this.communicator = communicator;
    this.shared = shared;
    this.allowsLocks = allowsLocks;
  }

  /**
   * Makes a window; collective.
   *
   * @param memory what this rank exposes; null for nothing yet
   * @param unit bytes of one displacement
   */
  public static Window create(
      Communicator communicator, @Nullable Memory memory, int unit, boolean allowsLocks) {
    WindowMemory own = new WindowMemory(memory, unit);
    String name = "a window of " + communicator.name();
    List<Object> made =
        communicator.agree(
            "Win",
            own,
            all ->
                List.of(
                    new WindowShared(
                        name,
                        all.stream().map(WindowMemory.class::cast).toArray(WindowMemory[]::new))));
    return new Window(communicator, (WindowShared) made.getFirst(), allowsLocks);
  }

  public Communicator communicator() {
    return communicator;
  }

  public boolean isFreed() {
    return freed;
  }

  /** What rank {@code target} exposes, to be read and written as one's own memory. */
  public Memory memoryOf(int target) {
    return shared.memories[target].from(0);
  }

  public int unitOf(int target) {
    return shared.memories[target].unit();
  }

  public void check(String operation) {
    communicator.check(operation);
    if (freed) {
      throw fault(ErrorClass.WIN, operation, "the window was freed: use it before free() only");
    }
  }

  public void free() {
    check("free");
    if (!locked.isEmpty() || lockedAll || !started.isEmpty()) {
      throw fault(
          ErrorClass.RMA_SYNC, "free", "an epoch is open: end it with unlock or complete first");
    }
    meet("free");
    freed = true;
  }

  public void attach(Memory memory) {
    check("attach");
    own().attach(memory);
  }

  public void detach(Memory memory) {
    check("detach");
    if (!own().detach(memory)) {
      throw fault(
          ErrorClass.RMA_CONFLICT, "detach", "this buffer is not attached: attach it before");
    }
  }

  private WindowMemory own() {
    return shared.memories[communicator.member()];
  }

  /** Ends an epoch and, unless told that none follows, begins one; collective. */
  public void fence(boolean isLast) {
    check("fence");
    if (!locked.isEmpty() || lockedAll || !started.isEmpty()) {
      throw fault(
          ErrorClass.RMA_SYNC, "fence", "another epoch is open: end it with unlock or complete");
    }
    meet("fence");
    fenced = !isLast;
  }

  private void meet(String call) {
    AgreePart part = new AgreePart(call, "", all -> all);
    shared.fences.join(communicator.rank(), communicator.member(), part).await();
  }

  /** Exposes this rank's memory to {@code origins} until they have all completed. */
  public void post(RankGroup origins) {
    check("post");
    if (exposed.size() > 0) {
      throw fault(
          ErrorClass.RMA_SYNC, "post", "the window is exposed already: call waitFor() first");
    }
    int[] members = members("post", origins);
    int me = communicator.member();
    exposed = origins;
    shared.gate.change(
        () -> {
          shared.open[me] = members.length;
          IntStream.of(members).forEach(origin -> shared.posted[me][origin] = true);
        });
  }

  /** Begins an epoch with {@code targets}; waits until they have posted. */
  public void start(RankGroup targets) {
    check("start");
    if (!started.isEmpty()) {
      throw fault(ErrorClass.RMA_SYNC, "start", "an epoch is open: end it with complete() first");
    }
    int me = communicator.member();
    for (int target : members("start", targets)) {
      shared.gate.await(
          communicator.rank(),
          "start(target=" + target + ", " + shared.name + ")",
          () -> shared.posted[target][me]);
      started.set(target);
    }
  }

  /** Ends the epoch that start began. */
  public void complete() {
    check("complete");
    int me = communicator.member();
    shared.gate.change(
        () ->
            started.stream()
                .forEach(
                    target -> {
                      shared.posted[target][me] = false;
                      shared.open[target]--;
                    }));
    started.clear();
  }

  /** Ends the exposure that post began; waits until all origins have completed. */
  public void waitFor() {
    check("waitFor");
    int me = communicator.member();
    shared.gate.await(
        communicator.rank(), "waitFor(" + shared.name + ")", () -> shared.open[me] == 0);
    exposed = RankGroup.EMPTY;
  }

  /** As {@link #waitFor}, but false if not all origins have completed. */
  public boolean test() {
    check("test");
    int me = communicator.member();
    boolean isOver = shared.gate.test(() -> shared.open[me] == 0);
    if (isOver) {
      exposed = RankGroup.EMPTY;
    } else {
      communicator.rank().waits().missed();
    }
    return isOver;
  }

  public void lock(boolean exclusive, int target) {
    check("lock");
    requireTarget("lock", target);
    requireLocks("lock");
    if (locked.get(target) || lockedAll) {
      throw fault(
          ErrorClass.RMA_SYNC, "lock", "rank " + target + " is locked already: unlock it first");
    }
    acquire(exclusive, target);
    locked.set(target);
  }

  public void unlock(int target) {
    check("unlock");
    requireTarget("unlock", target);
    if (!locked.get(target)) {
      throw fault(
          ErrorClass.RMA_SYNC, "unlock", "rank " + target + " is not locked: lock it first");
    }
    locked.clear(target);
    release(target);
  }

  /** A shared lock on every rank. */
  public void lockAll() {
    check("lockAll");
    requireLocks("lockAll");
    if (!locked.isEmpty() || lockedAll) {
      throw fault(ErrorClass.RMA_SYNC, "lockAll", "a lock is held already: unlock it first");
    }
    IntStream.range(0, communicator.size()).forEach(target -> acquire(false, target));
    lockedAll = true;
  }

  public void unlockAll() {
    check("unlockAll");
    if (!lockedAll) {
      throw fault(ErrorClass.RMA_SYNC, "unlockAll", "there is no lockAll to end: call it first");
    }
    lockedAll = false;
    IntStream.range(0, communicator.size()).forEach(this::release);
  }

  /** Everything is complete when its call returns, so a flush has to check its arguments only. */
  public void flush(String operation, int target) {
    check(operation);
    requireTarget(operation, target);
    requirePassive(operation, target);
  }

  public void flushAll(String operation) {
    check(operation);
    if (locked.isEmpty() && !lockedAll) {
      throw noEpoch(operation);
    }
  }

  private void acquire(boolean exclusive, int target) {
    String kind = exclusive ? "exclusive" : "shared";
    shared.gate.await(
        communicator.rank(),
        "lock(" + kind + ", target=" + target + ", " + shared.name + ")",
        () -> {
          boolean free = exclusive ? shared.locks[target] == 0 : shared.locks[target] >= 0;
          if (free) {
            shared.locks[target] += exclusive ? -1 : 1;
          }
          return free;
        });
  }

  private void release(int target) {
    shared.gate.change(() -> shared.locks[target] -= Integer.signum(shared.locks[target]));
  }

  /** Copies into {@code target}'s memory. */
  public void put(Transfer transfer) {
    Region origin = transfer.origin();
    Region target = target(transfer);
    if (target != null) {
      requireFit(transfer, origin, target);
      check(transfer).requireWritable(target);
      origin.copyTo(target);
    }
  }

  /** Copies from {@code target}'s memory. */
  public void get(Transfer transfer) {
    Region target = target(transfer);
    if (target != null) {
      requireFit(transfer, target, transfer.origin());
      check(transfer).requireWritable(transfer.origin());
      target.copyTo(transfer.origin());
    }
  }

  /** Does something with the target's memory that no other update may interrupt. */
  public void update(Transfer transfer, Consumer<Region> action) {
    Region target = target(transfer);
    if (target != null) {
      check(transfer).requireWritable(target);
      synchronized (shared.atomic[transfer.target()]) {
        action.accept(target);
      }
    }
  }

  /** A request that is complete already. */
  public Operation done(String operation) {
    check(operation);
    return new DoneOperation(communicator.rank());
  }

  /**
   * The arguments of a put, get or accumulate.
   *
   * @param origin the origin's data, checked
   * @param displacement in the target's units
   */
  public record Transfer(
      String operation, Region origin, int target, long displacement, long count, Layout layout) {}

  /** Null if the target is MPI.PROC_NULL. */
  private @Nullable Region target(Transfer transfer) {
    String operation = transfer.operation();
    check(operation);
    if (transfer.target() == Wildcards.PROC_NULL) {
      return null;
    }
    requireTarget(operation, transfer.target());
    requireEpoch(operation, transfer.target());
    WindowMemory memory = shared.memories[transfer.target()];
    long start = Layout.times(transfer.displacement(), memory.unit());
    if (transfer.displacement() < 0) {
      throw fault(
          ErrorClass.DISP,
          operation,
          "displacement " + transfer.displacement() + " is negative: use 0 or more");
    }
    Layout layout = transfer.layout();
    long end =
        Layout.plus(layout.end(), Layout.times(Math.max(0, transfer.count() - 1), layout.extent()));
    long room = memory.bytes() - start;
    if (transfer.count() > 0 && Layout.times(end, layout.type().bytes()) > room) {
      throw fault(
          ErrorClass.RMA_RANGE,
          operation,
          (transfer.count() + " items of " + layout.name() + " at displacement ")
              + (transfer.displacement() + " (byte " + start + ") reach beyond the ")
              + (memory.bytes() + " bytes of rank " + transfer.target())
              + ": use a smaller displacement or count");
    }
    return check(transfer).region(memory.from(start), 0, transfer.count(), layout);
  }

  private RegionCheck check(Transfer transfer) {
    return new RegionCheck(communicator.rank().faults(), transfer.operation());
  }

  private void requireFit(Transfer transfer, Region from, Region into) {
    if (!from.type().matches(into.type()) || from.elements() > into.elements()) {
      throw fault(
          ErrorClass.TYPE,
          transfer.operation(),
          from + " do not fit into " + into + ": use the same type and count on both sides");
    }
  }

  private void requireTarget(String operation, int target) {
    if (target < 0 || target >= communicator.size()) {
      throw fault(
          ErrorClass.RANK,
          operation,
          "target "
              + target
              + " is not a rank of "
              + communicator.name()
              + ": use 0.."
              + (communicator.size() - 1));
    }
  }

  private void requireLocks(String operation) {
    if (!allowsLocks) {
      throw fault(
          ErrorClass.RMA_SYNC,
          operation,
          "the window was made with the hint no_locks: leave it out to lock");
    }
  }

  private void requireEpoch(String operation, int target) {
    if (!fenced && !lockedAll && !locked.get(target) && !started.get(target)) {
      throw noEpoch(operation);
    }
  }

  private void requirePassive(String operation, int target) {
    if (!lockedAll && !locked.get(target)) {
      throw noEpoch(operation);
    }
  }

  private RuntimeException noEpoch(String operation) {
    return fault(
        ErrorClass.RMA_SYNC,
        operation,
        "no epoch is open: call fence, lock or start before, and the other end of it after");
  }

  private int[] members(String operation, RankGroup group) {
    int[] members = new int[group.size()];
    for (int i = 0; i < members.length; i++) {
      members[i] = communicator.group().rankOf(group.worldRank(i));
      if (members[i] < 0) {
        throw fault(
            ErrorClass.GROUP,
            operation,
            "the group has ranks that are not in "
                + communicator.name()
                + ": make it from the window's getGroup()");
      }
    }
    return members;
  }

  private RuntimeException fault(ErrorClass kind, String operation, String text) {
    return communicator.rank().faults().of(kind, operation + ": " + text);
  }
}
