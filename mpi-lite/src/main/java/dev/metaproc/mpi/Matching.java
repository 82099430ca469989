package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/**
 * The receives posted and the messages nobody has asked for yet, of one rank. A message goes to the
 * earliest posted receive that accepts it, a receive takes the earliest message it accepts: with
 * every sender's messages arriving in order that is MPI's non-overtaking rule (MPI-4.1 section
 * 3.5).
 *
 * <p>Receives without wildcards are in bins by what they are matched by, so that a message does not
 * look at all of them; those with wildcards are in a row of their own, and a number tells which of
 * two was first.
 *
 * <p>Not thread-safe: the endpoint's progress lock guards it.
 */
final class Matching {
  private final LinkedRow<Operation> wild = new LinkedRow<>();
  private final LinkedRow<Operation> probes = new LinkedRow<>();
  private final LinkedRow<Message> unexpected = new LinkedRow<>();
  private final Bins<Operation> receives = new Bins<>();
  private long posted;

  /** Counts down from below {@link Endpoint#MATCHED}: positions in the ring count up from 0. */
  private long kept = Endpoint.MATCHED;

  /** The receive that takes such a message, no longer posted; null if there is none. */
  @Nullable ReceiveOperation takeReceive(int context, int source, int tag) {
    ReceiveOperation exact = null;
    for (Operation each = receives.first(context, source, tag); each != null; each = each.next) {
      if (each instanceof ReceiveOperation receive && receive.accepts(context, source, tag)) {
        exact = receive;
        break;
      }
    }
    for (Operation each = wild.first(); each != null; each = each.next) {
      if (each instanceof ReceiveOperation receive && receive.accepts(context, source, tag)) {
        if (exact == null || receive.order < exact.order) {
          wild.unlink(receive);
          return receive;
        }
        break;
      }
    }
    if (exact != null) {
      receives.remove(exact, context, source, tag);
    }
    return exact;
  }

  /** Is there any receive or message? */
  boolean holdsAny() {
    return unexpected.first() != null || wild.first() != null || receives.size() > 0;
  }

  /** Keeps a message for later and tells the probes that wait for it. */
  void keep(Message message) {
    unexpected.append(message);
    Operation each = probes.first();
    while (each != null) {
      Operation following = each.next;
      if (each instanceof ProbeOperation probe && probe.pattern.accepts(message)) {
        probes.unlink(probe);
        if (probe.isMatched()) {
          unexpected.unlink(message);
          probe.saw(message);
          return;
        }
        probe.saw(message);
      }
      each = following;
    }
  }

  /** As {@link #keep}; returns what {@link #removeSmall} knows it by. */
  long keepSmall(int context, int source, int tag, Region copy) {
    long position = --kept;
    keep(new Message(context, source, tag, copy, position));
    return position;
  }

  /** The earliest unexpected message; it stays. */
  @Nullable Message find(ReceiveOperation receive) {
    Message each = unexpected.first();
    while (each != null && !receive.accepts(each.context, each.source, each.tag)) {
      each = each.next;
    }
    return each;
  }

  @Nullable Message find(ProbeOperation probe) {
    Message each = unexpected.first();
    while (each != null && !probe.pattern.accepts(each)) {
      each = each.next;
    }
    return each;
  }

  void post(ReceiveOperation receive) {
    receive.order = posted++;
    if (receive.isWild()) {
      wild.append(receive);
    } else {
      receives.append(receive, receive.context(), receive.wantedSource(), receive.wantedTag());
    }
  }

  void post(ProbeOperation probe) {
    probes.append(probe);
  }

  boolean remove(Message message) {
    return unexpected.unlink(message);
  }

  boolean removeSmall(long position) {
    for (Message each = unexpected.first(); each != null; each = each.next) {
      if (each.position == position) {
        return unexpected.unlink(each);
      }
    }
    return false;
  }

  boolean remove(ReceiveOperation receive) {
    if (!receive.linked) {
      return false;
    }
    if (receive.isWild()) {
      return wild.unlink(receive);
    }
    receives.remove(receive, receive.context(), receive.wantedSource(), receive.wantedTag());
    return true;
  }

  boolean remove(ProbeOperation probe) {
    return probes.unlink(probe);
  }
}
