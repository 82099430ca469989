package dev.metaproc.mpi;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Objects on their way from one rank to another as they are, without a copy: a message carries a
 * ticket for them. Of one job. Thread-safe.
 */
public final class Handover {
  private final ConcurrentMap<Long, Object> waiting = new ConcurrentHashMap<>();
  private final AtomicLong tickets = new AtomicLong();

  Handover() {}

  /** Leaves an object; returns the ticket that fetches it. */
  public long leave(Object object) {
    long ticket = tickets.incrementAndGet();
    waiting.put(ticket, object);
    return ticket;
  }

  /**
   * Fetches an object, once.
   *
   * @throws IllegalStateException for a ticket that was never issued, or used
   */
  public Object fetch(long ticket) {
    Object object = waiting.remove(ticket);
    if (object == null) {
      throw new IllegalStateException("no object waits for ticket " + ticket);
    }
    return object;
  }
}
