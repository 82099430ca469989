package dev.metaproc.debug.mux;

import dev.metaproc.debug.jdwp.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Events between VirtualMachine.HoldEvents and ReleaseEvents. A JVM would stop its threads soon, at
 * their next event; here programs run on, so what is kept for a debugger has a limit. The JDK's own
 * client holds events by itself where nobody takes them from its queue. Thread-safe.
 */
final class HeldEvents {
  /** What a packet takes beside its data. */
  private static final int OVERHEAD = 75;

  private final Consumer<Packet> out;
  private final long limit;

  // guarded by this
  private List<Packet> packets = new ArrayList<>();
  private long size;
  private boolean isHolding;
  private boolean isOverfull;

  /**
   * Nothing held.
   *
   * @param out where packets go; must not wait
   * @param limit bytes of memory that may be kept
   */
  HeldEvents(Consumer<Packet> out, long limit) {
    this.out = out;
    this.limit = limit;
  }

  /** From now on events are kept. */
  synchronized void hold() {
    isHolding = true;
  }

  /** Sends what was kept, in order, and from now on all at once. */
  synchronized void release() {
    isHolding = false;
    packets.forEach(out);
    drop();
  }

  /**
   * Sends an event now or later.
   *
   * @return whether it could; else nothing is kept any more, and it is told this once
   */
  synchronized boolean send(Packet packet) {
    if (!isHolding) {
      out.accept(packet);
      return true;
    }
    if (isOverfull) {
      return true;
    }
    packets.add(packet);
    size += packet.data().length + OVERHEAD;
    isOverfull = size > limit;
    if (isOverfull) {
      drop();
    }
    return !isOverfull;
  }

  private void drop() {
    packets = new ArrayList<>();
    size = 0;
  }

  /** How many are kept. */
  synchronized int count() {
    return packets.size();
  }
}
