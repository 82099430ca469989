package dev.metaproc.mpi;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A monitor whose waiters are ranks: they wait as for a message, so that they can be killed, show
 * up in a deadlock report and never hold a carrier. The state it guards is read and changed only in
 * the callbacks given here.
 */
final class Gate {
  private final List<Waiter> waiters = new ArrayList<>();

  private static final class Waiter extends Operation {
    private final String what;
    private final BooleanSupplier attempt;

    Waiter(MpiRank owner, String what, BooleanSupplier attempt) {
      super(owner);
      this.what = what;
      this.attempt = attempt;
    }

    @Override
    public void cancel() {
      // Nobody holds it but await.
    }

    @Override
    public String describe() {
      return what;
    }
  }

  /**
   * Waits until {@code attempt} succeeds; it may take what it waits for.
   *
   * @param what for a deadlock report
   */
  void await(MpiRank rank, String what, BooleanSupplier attempt) {
    Waiter waiter = new Waiter(rank, what, attempt);
    synchronized (this) {
      if (attempt.getAsBoolean()) {
        return;
      }
      waiters.add(waiter);
    }
    waiter.await();
  }

  /** Changes the state, and lets go whoever can go now, in the order in which they came. */
  synchronized void change(Runnable change) {
    change.run();
    Iterator<Waiter> each = waiters.iterator();
    while (each.hasNext()) {
      Waiter waiter = each.next();
      if (waiter.attempt.getAsBoolean()) {
        each.remove();
        waiter.complete();
      }
    }
  }

  synchronized boolean test(BooleanSupplier condition) {
    return condition.getAsBoolean();
  }
}
