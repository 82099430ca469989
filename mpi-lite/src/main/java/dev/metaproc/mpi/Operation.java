package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/**
 * A send, receive or probe under way, and its result. Any thread may complete it; the program's own
 * thread then takes the result with {@link #await} or {@link #poll}. As in MPI, only one thread at
 * a time may wait for an operation.
 */
public abstract class Operation extends Link<Operation> implements Awaited {
  final MpiRank owner;
  private @Nullable Fault fault;
  private boolean cancelled;
  private int source = Wildcards.ANY_SOURCE;
  private int tag = Wildcards.ANY_TAG;
  private long elements;
  private long bytes;

  /** ACTIVE (false) to DONE (true), once; publishes the fields above. */
  private volatile boolean done;

  private volatile @Nullable Sleeper waiter;

  /** Of the {@link Spares}: in use. */
  boolean isLent;

  Operation(MpiRank owner) {
    this.owner = owner;
  }

  /**
   * Waits until the operation is done and takes its result.
   *
   * @throws JobAborted when the rank is killed first
   */
  public final void await() {
    if (!done) {
      owner.waits().await(this);
    }
    finish();
  }

  /** Is it done? If so takes the result; if not lets other ranks run. */
  public final boolean poll() {
    if (isDoneOrYield()) {
      finish();
      return true;
    }
    return false;
  }

  /** Is it done? If not lets other ranks run. Does not take the result. */
  public final boolean isDoneOrYield() {
    if (isDoneNow()) {
      return true;
    }
    owner.waits().missed();
    return false;
  }

  /** Is it done, after a little work towards it? */
  final boolean isDoneNow() {
    if (!done) {
      advance();
    }
    return done;
  }

  /** Makes it new; by its owner, when nobody else knows it. */
  final void renew() {
    fault = null;
    cancelled = false;
    if (done) {
      done = false;
    }
  }

  /**
   * The result was taken, and nobody will look at the operation any more. Only the main thread
   * gives back: what it reads later it has written itself.
   */
  public final void recycle() {
    if (isLent && done && !cancelled && fault == null && owner.waits().isMainCalling()) {
      letGo();
      isLent = false;
    }
  }

  /** Keeps nothing of the program's reachable that is large. */
  void letGo() {}

  /** Withdraws the operation if it was not matched yet; it is done either way if that worked. */
  public abstract void cancel();

  public final boolean isCancelled() {
    return cancelled;
  }

  /** The sender's rank in the communicator. */
  public final int source() {
    return source;
  }

  public final int tag() {
    return tag;
  }

  /** Elements of the base type that were transferred. */
  public final long elements() {
    return elements;
  }

  public final long bytes() {
    return bytes;
  }

  @Override
  public final boolean isDone() {
    return done;
  }

  @Override
  public void advance() {
    owner.endpoint().progress();
  }

  @Override
  public final void wake(@Nullable Sleeper sleeper) {
    waiter = sleeper;
  }

  /** Work left for the program's own thread. */
  void takeResult() {}

  final void received(Message message) {
    source = message.source;
    tag = message.tag;
    elements = message.elements();
    bytes = message.bytes();
  }

  final void transferred(long count, long length) {
    elements = count;
    bytes = length;
  }

  final void received(int from, int with, long count, long length) {
    source = from;
    tag = with;
    elements = count;
    bytes = length;
  }

  final void nothingReceived() {
    source = Wildcards.PROC_NULL;
  }

  final void fail(Fault reason) {
    fault = reason;
  }

  final void completeCancelled() {
    cancelled = true;
    complete();
  }

  final void complete() {
    done = true;
    Sleeper sleeper = waiter;
    if (sleeper != null) {
      sleeper.wake();
    }
  }

  final void finish() {
    if (fault != null) {
      throw owner.faults().of(fault);
    }
    if (!cancelled) {
      takeResult();
    }
  }
}
