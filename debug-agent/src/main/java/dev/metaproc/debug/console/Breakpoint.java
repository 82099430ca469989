package dev.metaproc.debug.console;

import com.sun.jdi.request.EventRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code break} has set: one place by name, hooked in every copy of its class. */
final class Breakpoint {
  final int number;

  /** {@code Class:line} or {@code Class.method}. */
  final String place;

  final String type;

  /** 0 for a method. */
  final int line;

  final String method;

  /** The inferior it is for; null for all. */
  final @Nullable Inferior only;

  final @Nullable String condition;
  final boolean isTemporary;

  // guarded by this
  private final List<EventRequest> requests = new ArrayList<>();
  private int hits;
  private int copies;

  private Breakpoint(
      int number,
      String place,
      @Nullable Inferior only,
      @Nullable String condition,
      boolean isTemporary) {
    this.number = number;
    this.place = place;
    this.only = only;
    this.condition = condition;
    this.isTemporary = isTemporary;
    int colon = place.lastIndexOf(':');
    int dot = place.lastIndexOf('.');
    if (colon > 0 && place.substring(colon + 1).matches("[1-9]\\d{0,6}")) {
      type = place.substring(0, colon);
      line = Integer.parseInt(place.substring(colon + 1));
      method = "";
    } else if (colon < 0 && dot > 0 && dot < place.length() - 1) {
      type = place.substring(0, dot);
      line = 0;
      method = place.substring(dot + 1);
    } else {
      throw new CommandFailedException(
          "'" + place + "' is no place: it must be Class:line or Class.method");
    }
  }

  static Breakpoint of(
      int number,
      String place,
      @Nullable Inferior only,
      @Nullable String condition,
      boolean isTemporary) {
    return new Breakpoint(number, place, only, condition, isTemporary);
  }

  boolean isFor(long pid) {
    return only == null || only.pid() == pid;
  }

  synchronized void add(EventRequest request, boolean isCopy) {
    requests.add(request);
    if (isCopy) {
      copies++;
    }
  }

  synchronized List<EventRequest> requests() {
    return List.copyOf(requests);
  }

  synchronized int copies() {
    return copies;
  }

  synchronized void hit() {
    hits++;
  }

  synchronized String describe() {
    return String.format(
            "%-7d %-10s %-4s %s%s%s%n",
            number,
            "breakpoint",
            isTemporary ? "del" : "keep",
            place,
            only == null ? "" : " inferior " + only.number(),
            copies == 0 ? " (pending)" : copies == 1 ? "" : " (" + copies + " copies)")
        + (condition == null ? "" : "\tstop only if " + condition + "\n")
        + (hits == 0
            ? ""
            : "\tbreakpoint already hit " + hits + (hits == 1 ? " time\n" : " times\n"));
  }
}
