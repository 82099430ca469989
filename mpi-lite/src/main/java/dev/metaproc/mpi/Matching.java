package dev.metaproc.mpi;

import org.jspecify.annotations.Nullable;

/**
 * The receives posted and the messages nobody has asked for yet, of one rank. A message goes to the
 * earliest posted receive that accepts it, a receive takes the earliest message it accepts: with
 * every sender's messages arriving in order that is MPI's non-overtaking rule (MPI-4.1 section
 * 3.5).
 *
 * <p>Not thread-safe: the endpoint's progress lock guards it.
 */
final class Matching {
  private final LinkedRow<Operation> receives = new LinkedRow<>();
  private final LinkedRow<Operation> probes = new LinkedRow<>();
  private final LinkedRow<Message> unexpected = new LinkedRow<>();

  /** The receive that takes {@code message}, no longer posted; null if there is none. */
  @Nullable ReceiveOperation takeReceive(Message message) {
    for (Operation each = receives.first(); each != null; each = each.next) {
      if (each instanceof ReceiveOperation receive && receive.pattern.accepts(message)) {
        receives.unlink(receive);
        return receive;
      }
    }
    return null;
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

  /** The earliest unexpected message; it stays. */
  @Nullable Message find(Pattern pattern) {
    Message each = unexpected.first();
    while (each != null && !pattern.accepts(each)) {
      each = each.next;
    }
    return each;
  }

  void post(ReceiveOperation receive) {
    receives.append(receive);
  }

  void post(ProbeOperation probe) {
    probes.append(probe);
  }

  boolean remove(Message message) {
    return unexpected.unlink(message);
  }

  boolean remove(ReceiveOperation receive) {
    return receives.unlink(receive);
  }

  boolean remove(ProbeOperation probe) {
    return probes.unlink(probe);
  }
}
