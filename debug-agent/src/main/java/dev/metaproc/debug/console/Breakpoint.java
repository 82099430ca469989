package dev.metaproc.debug.console;

import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.EventRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code break} has set: one place by name, hooked in every copy of its class. */
final class Breakpoint {
  final int number;

  final Place place;

  /** The inferior it is for; null for all. */
  final @Nullable Inferior only;

  final boolean isTemporary;

  // guarded by this
  private final List<EventRequest> requests = new ArrayList<>();
  private @Nullable String condition;
  private boolean isEnabled = true;
  private int hits;
  private int copies;

  Breakpoint(
      int number,
      Place place,
      @Nullable Inferior only,
      @Nullable String condition,
      boolean isTemporary) {
    this.number = number;
    this.place = place;
    this.only = only;
    this.condition = condition;
    this.isTemporary = isTemporary;
  }

  boolean isFor(long pid) {
    return only == null || only.pid() == pid;
  }

  /** What tells of classes to come; it does so for a disabled breakpoint, too. */
  synchronized void addAwait(EventRequest request) {
    requests.add(request);
  }

  /** In one copy of the class; it takes effect unless the breakpoint is disabled. */
  synchronized void addCopy(BreakpointRequest request) {
    requests.add(request);
    request.setEnabled(isEnabled);
    copies++;
  }

  synchronized void enable(boolean wanted) {
    isEnabled = wanted;
    requests.stream()
        .filter(BreakpointRequest.class::isInstance)
        .forEach(each -> each.setEnabled(wanted));
  }

  synchronized boolean isEnabled() {
    return isEnabled;
  }

  /** Null for none. */
  synchronized @Nullable String condition() {
    return condition;
  }

  synchronized void condition(@Nullable String wanted) {
    condition = wanted;
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
            "%-7d %-10s %-4s %-3s %s%s%s%n",
            number,
            "breakpoint",
            isTemporary ? "del" : "keep",
            isEnabled ? "y" : "n",
            place,
            only == null ? "" : " inferior " + only.number(),
            copies == 0 ? " (pending)" : copies == 1 ? "" : " (" + copies + " copies)")
        + (condition == null ? "" : "\tstop only if " + condition + "\n")
        + (hits == 0
            ? ""
            : "\tbreakpoint already hit " + hits + (hits == 1 ? " time\n" : " times\n"));
  }
}
