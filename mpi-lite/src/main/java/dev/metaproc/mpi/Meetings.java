package dev.metaproc.mpi;

import java.util.HashMap;
import java.util.Map;

/**
 * The meetings of one communicator, in the order in which each of its ranks calls them.
 * Thread-safe.
 */
final class Meetings {
  private final String name;
  private final int size;
  private final long[] next;
  private final Map<Long, Meeting> open = new HashMap<>();

  Meetings(String name, int size) {
    this.name = name;
    this.size = size;
    this.next = new long[size];
  }

  int size() {
    return size;
  }

  /** Leaves a part; the operation is done when every seat has left its own. */
  MeetingOperation join(MpiRank rank, int seat, Part part) {
    Meeting meeting;
    synchronized (this) {
      meeting = open.computeIfAbsent(next[seat], any -> new Meeting(name, size));
    }
    MeetingOperation operation = new MeetingOperation(rank, name, meeting, part);
    part.completes(operation);
    if (arrive(meeting, seat, part)) {
      meeting.complete();
    }
    return operation;
  }

  private synchronized boolean arrive(Meeting meeting, int seat, Part part) {
    long number = next[seat]++;
    boolean last = meeting.arrive(seat, part);
    if (last) {
      open.remove(number);
    }
    return last;
  }
}
