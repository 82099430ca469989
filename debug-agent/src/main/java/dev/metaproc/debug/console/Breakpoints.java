package dev.metaproc.debug.console;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Location;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.EventRequestManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** All breakpoints. Thread-safe: the console sets them, events of new classes complete them. */
final class Breakpoints {
  private static final String KEY = "breakpoint";

  private final Target target;
  private final Map<Integer, Breakpoint> byNumber = new ConcurrentSkipListMap<>();
  private int last;

  Breakpoints(Target target) {
    this.target = target;
  }

  private EventRequestManager requests() {
    return target.vm().eventRequestManager();
  }

  /** Sets one in every copy of the class there is, and asks to be told of those to come. */
  synchronized Breakpoint set(
      Place place, @Nullable Inferior only, @Nullable String condition, boolean isTemporary) {
    Breakpoint breakpoint = new Breakpoint(last + 1, place, only, condition, isTemporary);
    ClassPrepareRequest prepare = requests().createClassPrepareRequest();
    prepare.addClassFilter(breakpoint.place.type());
    awaitClasses(prepare, breakpoint);
    if (breakpoint.place.isLine()) {
      ClassPrepareRequest nested = requests().createClassPrepareRequest();
      nested.addClassFilter(breakpoint.place.type() + "$*");
      awaitClasses(nested, breakpoint);
    }
    List<ReferenceType> loaded = target.vm().classesByName(breakpoint.place.type());
    try {
      loaded.forEach(type -> setIn(breakpoint, type));
    } catch (CommandFailedException e) {
      clear(breakpoint);
      throw e;
    }
    if (!loaded.isEmpty() && breakpoint.copies() == 0 && breakpoint.place.isLine()) {
      setInNested(breakpoint);
    }
    if (!loaded.isEmpty() && breakpoint.copies() == 0 && breakpoint.only == null) {
      clear(breakpoint);
      throw new CommandFailedException("no code of " + place + " can be stopped at");
    }
    last++;
    byNumber.put(breakpoint.number, breakpoint);
    return breakpoint;
  }

  private static void awaitClasses(ClassPrepareRequest prepare, Breakpoint breakpoint) {
    prepare.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
    prepare.putProperty(KEY, breakpoint);
    prepare.enable();
    breakpoint.addAwait(prepare);
  }

  /** A line of a lambda or of a nested class. */
  private void setInNested(Breakpoint breakpoint) {
    target.vm().allClasses().stream()
        .filter(type -> type.name().startsWith(breakpoint.place.type() + "$"))
        .forEach(type -> setIn(breakpoint, type));
  }

  /** A class has been prepared that a breakpoint waits for. */
  void prepared(EventRequest request, ReferenceType type) {
    if (request.getProperty(KEY) instanceof Breakpoint breakpoint) {
      try {
        setIn(breakpoint, type);
      } catch (CommandFailedException e) {
        return; // this class has no such line; another may
      }
    }
  }

  private void setIn(Breakpoint breakpoint, ReferenceType type) {
    if (!breakpoint.isFor(target.ownerOf(type)) || !type.isPrepared()) {
      return;
    }
    for (Location location : locations(breakpoint.place, type)) {
      BreakpointRequest request = requests().createBreakpointRequest(location);
      request.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
      request.putProperty(KEY, breakpoint);
      breakpoint.addCopy(request);
    }
  }

  /** Where a place is in the first copy of its class. */
  Location location(Place place) {
    List<ReferenceType> loaded = target.vm().classesByName(place.type());
    if (loaded.isEmpty()) {
      throw new CommandFailedException("no program has loaded class " + place.type() + " yet");
    }
    return locations(place, loaded.getFirst()).stream()
        .findFirst()
        .orElseThrow(
            () -> new CommandFailedException("there is no code at " + place + " in that class"));
  }

  private static List<Location> locations(Place place, ReferenceType type) {
    try {
      if (place.isLine()) {
        return type.locationsOfLine(place.line()).stream().limit(1).toList();
      }
    } catch (AbsentInformationException e) {
      throw new CommandFailedException(
          "class " + type.name() + " has no line numbers: compile it with -g");
    }
    List<Location> found = new ArrayList<>();
    for (Method method : type.methodsByName(place.method())) {
      if (!method.isAbstract() && !method.isNative()) {
        found.add(method.location());
      }
    }
    if (found.isEmpty()) {
      throw new CommandFailedException(
          "class " + type.name() + " has no method " + place.method() + " with code");
    }
    return found;
  }

  static Optional<Breakpoint> of(EventRequest request) {
    return request.getProperty(KEY) instanceof Breakpoint breakpoint
        ? Optional.of(breakpoint)
        : Optional.empty();
  }

  List<Breakpoint> all() {
    return List.copyOf(byNumber.values());
  }

  Breakpoint get(int number) {
    Breakpoint breakpoint = byNumber.get(number);
    if (breakpoint == null) {
      throw new CommandFailedException("there is no breakpoint " + number);
    }
    return breakpoint;
  }

  void delete(int number) {
    spent(get(number));
  }

  /** It is of no more use. */
  void spent(Breakpoint breakpoint) {
    if (byNumber.remove(breakpoint.number, breakpoint)) {
      clear(breakpoint);
    }
  }

  private void clear(Breakpoint breakpoint) {
    requests().deleteEventRequests(breakpoint.requests());
  }
}
