package dev.metaproc.isolation.scheduler;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A platform thread that runs virtual ones in turn. Its queue belongs to the {@link CarrierThread}
 * that is {@link #thread}: when that is stuck below a native frame another takes its place.
 */
public final class Carrier {
  private final Carriers carriers;
  final int number;
  final RunQueue queue = new RunQueue();
  private final Mailbox mailbox = new Mailbox();
  private volatile @Nullable CarrierThread thread;

  /** From before the last look into the mailbox: whoever submits has to unpark the thread. */
  private volatile boolean asleep;

  Carrier(Carriers carriers, int number) {
    this.carriers = carriers;
    this.number = number;
  }

  /** The carrier that runs the caller and whose queue it may append to. */
  public static @Nullable Carrier current() {
    return Jdk.currentCarrierThread() instanceof CarrierThread here && here.carrier.thread == here
        ? here.carrier
        : null;
  }

  Carriers carriers() {
    return carriers;
  }

  /** By the carrier itself. */
  void append(int thread) {
    queue.append(thread);
  }

  /** Has {@code errand} run soon, unless it is under way. Any thread. */
  public void ask(Errand errand) {
    if (errand.claim()) {
      submit(errand);
    }
  }

  /** INVARIANT: the caller has claimed the errand. */
  void submit(Errand errand) {
    mailbox.push(errand);
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  boolean hasWork() {
    return !queue.isEmpty() || !mailbox.isEmpty();
  }

  boolean hasMail() {
    return !mailbox.isEmpty();
  }

  boolean readMail() {
    return mailbox.runAll();
  }

  boolean isServedBy(CarrierThread candidate) {
    return thread == candidate;
  }

  /** Parks the calling carrier thread, unless there is work. */
  void sleep(long nanos) {
    asleep = true;
    if (!hasWork() && carriers.isOpen()) {
      LockSupport.parkNanos(this, nanos);
    }
    asleep = false;
  }

  boolean isAsleep() {
    return asleep;
  }

  void wake() {
    LockSupport.unpark(thread);
  }

  void start() {
    CarrierThread created = new CarrierThread(this);
    thread = created;
    created.start();
  }

  /** The caller's carrier will be stuck: others go on without it. */
  static void replaceCurrent() {
    Carrier here = current();
    if (here != null) {
      here.start();
    }
  }
}
