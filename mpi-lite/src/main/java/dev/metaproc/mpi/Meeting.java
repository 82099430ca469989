package dev.metaproc.mpi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One collective that nobody has to wait in: each rank leaves its {@link Part}, the last to arrive
 * completes it for all. In one address space that rank can reach everybody's buffers, so a
 * non-blocking collective needs no help from ranks that compute.
 */
final class Meeting {
  private final String name;
  private final Part[] parts;
  private int arrived;

  Meeting(String name, int size) {
    this.name = name;
    this.parts = new Part[size];
  }

  /** True for the last to arrive, who then calls {@link #complete}. */
  synchronized boolean arrive(int seat, Part part) {
    parts[seat] = part;
    return ++arrived == parts.length;
  }

  synchronized int arrived() {
    return arrived;
  }

  int size() {
    return parts.length;
  }

  /** Which seats nobody has taken yet. */
  synchronized List<Integer> missing() {
    List<Integer> missing = new ArrayList<>();
    for (int seat = 0; seat < parts.length; seat++) {
      if (parts[seat] == null) {
        missing.add(seat);
      }
    }
    return missing;
  }

  void complete() {
    Fault fault = null;
    try {
      requireSameCall();
      parts[0].combine(parts);
    } catch (RuntimeException | Error e) {
      fault = fault(e);
    }
    for (Part part : parts) {
      MeetingOperation operation = part.operation();
      if (operation != null) {
        operation.completed(fault);
      }
    }
  }

  private Fault fault(Throwable cause) {
    String text = cause instanceof CollectiveFault ? cause.getMessage() : cause.toString();
    return new Fault(ErrorClass.OTHER, parts[0].call() + " on " + name + " failed: " + text);
  }

  private void requireSameCall() {
    Map<String, List<String>> callers = new LinkedHashMap<>();
    for (int seat = 0; seat < parts.length; seat++) {
      callers
          .computeIfAbsent(parts[seat].call(), any -> new ArrayList<>())
          .add(Integer.toString(seat));
    }
    if (callers.size() > 1) {
      throw new CollectiveFault(
          "the calls do not match: "
              + callers.entrySet().stream()
                  .map(each -> "rank " + String.join(", ", each.getValue()) + ": " + each.getKey())
                  .collect(Collectors.joining("; "))
              + ": make the same call with the same root and operation on every rank");
    }
  }
}
