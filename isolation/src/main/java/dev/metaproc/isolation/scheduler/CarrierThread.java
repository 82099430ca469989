package dev.metaproc.isolation.scheduler;

/**
 * Runs the threads of one carrier, in the order in which they became runnable. With nothing to run
 * it looks around for a moment, because waking it costs more than that; then it helps a carrier
 * whose thread computes without end, then it sleeps. One beyond the number of cores looks for such
 * a carrier only now and then.
 */
final class CarrierThread extends Thread {
  /** So often even a carrier with much to do looks into its mailbox. */
  private static final int RUNS_PER_MAIL = 32;

  /**
   * Long enough for the others to go on after one of them had to be woken; else all would take
   * turns in falling asleep.
   */
  private static final long SPIN_NANOS = 200_000;

  /** So long it keeps the core to itself; whom it waits for may be waiting for that very core. */
  private static final long SELFISH_NANOS = 2_000;

  private static final int SPINS_PER_CLOCK_READ = 32;

  /** A carrier that has not switched for so long is computing. */
  private static final long STUCK_NANOS = 100_000;

  private static final long SHORT_NAP_NANOS = 50_000;
  private static final long LONG_NAP_NANOS = 1_000_000;

  /** While nobody computes there is nothing to help with. */
  private static final long IDLE_NAP_NANOS = 64_000_000;

  final Carrier carrier;
  private final Carriers carriers;

  /** So often the idle ones beyond the cores look around, all of them together. */
  private static final long SURPLUS_NAP_NANOS = 1_000_000;

  /**
   * There are more than cores, as for ranks under a debugger: it would look around in their way.
   */
  private final boolean isSurplus;

  private final long[] takenThen;
  private final long[] seenAt;
  private int runs;
  private long nap = SHORT_NAP_NANOS;

  CarrierThread(Carrier carrier) {
    super("metaproc/carrier-" + carrier.number);
    this.carrier = carrier;
    this.carriers = carrier.carriers();
    this.takenThen = new long[carriers.size()];
    this.seenAt = new long[carriers.size()];
    this.isSurplus = carrier.number >= Runtime.getRuntime().availableProcessors();
    setDaemon(true);
  }

  @Override
  public void run() {
    while (carrier.isServedBy(this) && carriers.isOpen()) {
      if ((++runs & (RUNS_PER_MAIL - 1)) == 0 && carrier.hasMail()) {
        carrier.readMail();
      }
      int next = carrier.queue.take();
      if (next != RunQueue.EMPTY) {
        carriers.run(next);
      } else if (!carrier.readMail()) {
        idle();
      }
    }
  }

  private void idle() {
    if (isSurplus) {
      if (!help()) {
        carrier.sleep(carriers.size() * SURPLUS_NAP_NANOS);
      }
      return;
    }
    if (spin() || help()) {
      nap = SHORT_NAP_NANOS;
      return;
    }
    boolean anyAwake = carriers.isAnyOtherAwake(carrier);
    nap = Math.min(2 * nap, anyAwake ? LONG_NAP_NANOS : IDLE_NAP_NANOS);
    carrier.sleep(nap);
  }

  @SuppressWarnings("ThreadPriorityCheck") // whom we wait for may be waiting for this very core
  private boolean spin() {
    long start = System.nanoTime();
    long spun = 0;
    do {
      for (int i = 0; i < SPINS_PER_CLOCK_READ; i++) {
        if (carrier.hasWork()) {
          return true;
        }
        Thread.onSpinWait();
      }
      spun = System.nanoTime() - start;
      if (spun > SELFISH_NANOS) {
        Thread.yield();
      }
    } while (spun < SPIN_NANOS);
    return false;
  }

  /** Runs one thread of a carrier that is stuck in another. */
  private boolean help() {
    long now = System.nanoTime();
    for (int i = 1; i < carriers.size(); i++) {
      Carrier other = carriers.carrier((carrier.number + i) % carriers.size());
      if (isStuck(other, now)) {
        int stolen = other.queue.take();
        if (stolen != RunQueue.EMPTY) {
          carriers.run(stolen);
          return true;
        }
        if (other.readMail()) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isStuck(Carrier other, long now) {
    long taken = other.queue.taken();
    boolean waitsForCore = carriers.areMoreThanCores() && other.isAsleep();
    if (!other.hasWork() || taken != takenThen[other.number] || waitsForCore) {
      takenThen[other.number] = taken;
      seenAt[other.number] = now;
      return false;
    }
    return now - seenAt[other.number] > STUCK_NANOS;
  }
}
