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
      String place, @Nullable Inferior only, @Nullable String condition, boolean isTemporary) {
    Breakpoint breakpoint = Breakpoint.of(last + 1, place, only, condition, isTemporary);
    ClassPrepareRequest prepare = requests().createClassPrepareRequest();
    prepare.addClassFilter(breakpoint.type);
    awaitClasses(prepare, breakpoint);
    if (breakpoint.line > 0) {
      ClassPrepareRequest nested = requests().createClassPrepareRequest();
      nested.addClassFilter(breakpoint.type + "$*");
      awaitClasses(nested, breakpoint);
    }
    List<ReferenceType> loaded = target.vm().classesByName(breakpoint.type);
    try {
      loaded.forEach(type -> setIn(breakpoint, type));
    } catch (CommandFailedException e) {
      clear(breakpoint);
      throw e;
    }
    if (!loaded.isEmpty() && breakpoint.copies() == 0 && breakpoint.line > 0) {
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
    breakpoint.add(prepare, false);
  }

  /** A line of a lambda or of a nested class. */
  private void setInNested(Breakpoint breakpoint) {
    target.vm().allClasses().stream()
        .filter(type -> type.name().startsWith(breakpoint.type + "$"))
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
    for (Location location : locations(breakpoint, type)) {
      BreakpointRequest request = requests().createBreakpointRequest(location);
      request.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
      request.putProperty(KEY, breakpoint);
      request.enable();
      breakpoint.add(request, true);
    }
  }

  private static List<Location> locations(Breakpoint breakpoint, ReferenceType type) {
    try {
      if (breakpoint.line > 0) {
        return type.locationsOfLine(breakpoint.line).stream().limit(1).toList();
      }
    } catch (AbsentInformationException e) {
      throw new CommandFailedException(
          "class " + type.name() + " has no line numbers: compile it with -g");
    }
    List<Location> places = new ArrayList<>();
    for (Method method : type.methodsByName(breakpoint.method)) {
      if (!method.isAbstract() && !method.isNative()) {
        places.add(method.location());
      }
    }
    if (places.isEmpty()) {
      throw new CommandFailedException(
          "class " + type.name() + " has no method " + breakpoint.method + " with code");
    }
    return places;
  }

  static Optional<Breakpoint> of(EventRequest request) {
    return request.getProperty(KEY) instanceof Breakpoint breakpoint
        ? Optional.of(breakpoint)
        : Optional.empty();
  }

  List<Breakpoint> all() {
    return List.copyOf(byNumber.values());
  }

  void delete(int number) {
    Breakpoint breakpoint = byNumber.remove(number);
    if (breakpoint == null) {
      throw new CommandFailedException("there is no breakpoint " + number);
    }
    clear(breakpoint);
  }

  void deleteAll() {
    all().forEach(each -> delete(each.number));
  }

  /** It has been hit, and was for once only. */
  void spent(Breakpoint breakpoint) {
    if (byNumber.remove(breakpoint.number, breakpoint)) {
      clear(breakpoint);
    }
  }

  private void clear(Breakpoint breakpoint) {
    requests().deleteEventRequests(breakpoint.requests());
  }
}
