package dev.metaproc.debug.console;

import com.sun.jdi.BooleanValue;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.ObjectCollectedException;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.Value;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.MethodExitEvent;
import com.sun.jdi.event.StepEvent;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.event.VMStartEvent;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.MethodExitRequest;
import com.sun.jdi.request.StepRequest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stops programs and lets them run, each for itself: an event stops the threads of its own program
 * and of no other. Stops wait in a queue until somebody asks for the next.
 */
final class RunControl {
  private static final String RETURNED = "returned";

  private final Target target;
  private final Breakpoints breakpoints;
  private final Expressions expressions;

  /** What nobody was told of yet; under its own monitor. */
  private final Deque<Stop> stops = new ArrayDeque<>();

  private final Set<Long> stopped = ConcurrentHashMap.newKeySet();
  private final Set<Long> detached = ConcurrentHashMap.newKeySet();
  private final Map<ThreadReference, Value> returned = new ConcurrentHashMap<>();
  private final Consumer<String> problems;
  private volatile boolean isGone;

  RunControl(
      Target target, Breakpoints breakpoints, Expressions expressions, Consumer<String> problems) {
    this.target = target;
    this.problems = problems;
    this.breakpoints = breakpoints;
    this.expressions = expressions;
  }

  void start() {
    Thread.ofPlatform().daemon().name("console/events").start(this::readEvents);
  }

  /** Whether the JVM, or the connection to it, is gone. */
  boolean isGone() {
    return isGone;
  }

  boolean isStopped(long pid) {
    return stopped.contains(pid);
  }

  boolean isDetached(long pid) {
    return detached.contains(pid);
  }

  /** Where something has happened that nobody was told of yet. */
  boolean hasNews(long pid) {
    synchronized (stops) {
      return stops.stream().anyMatch(stop -> stop.pid() == pid);
    }
  }

  /** The next stop that is wanted; others stay. */
  @Nullable Stop poll(Predicate<Stop> wanted, long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    synchronized (stops) {
      while (true) {
        Optional<Stop> found = stops.stream().filter(wanted).findFirst();
        if (found.isPresent()) {
          stops.remove(found.get());
          return found.get();
        }
        long left = end - System.nanoTime();
        if (left <= 0) {
          return null;
        }
        TimeUnit.NANOSECONDS.timedWait(stops, left);
      }
    }
  }

  private void readEvents() {
    try {
      while (true) {
        EventSet set = target.vm().eventQueue().remove();
        boolean isKept = false;
        for (Event event : set) {
          isKept |= handle(event);
        }
        if (!isKept) {
          set.resume();
        }
      }
    } catch (InterruptedException | VMDisconnectedException e) {
      isGone = true;
    }
  }

  /** Says whether the event's thread stays stopped. */
  private boolean handle(Event event) {
    try {
      return switch (event) {
        case VMStartEvent start -> stop(start.thread(), "is about to begin");
        case ClassPrepareEvent prepare -> {
          breakpoints.prepared(prepare.request(), prepare.referenceType());
          yield false;
        }
        case BreakpointEvent hit -> hit(hit);
        case MethodExitEvent exit -> {
          noteReturned(exit);
          yield false;
        }
        case StepEvent step -> {
          deleteSteps(step.thread());
          yield stop(step.thread(), "");
        }
        case VMDisconnectEvent gone -> {
          isGone = true;
          yield false;
        }
        default -> false;
      };
    } catch (VMDisconnectedException e) {
      throw e;
    } catch (RuntimeException e) {
      problems.accept("An event was passed by: " + e); // its thread may just have ended
      return false;
    }
  }

  private void noteReturned(MethodExitEvent exit) {
    Value value = exit.returnValue();
    if (value == null) {
      returned.remove(exit.thread());
    } else {
      returned.put(exit.thread(), value);
    }
  }

  private boolean hit(BreakpointEvent event) {
    Optional<Breakpoint> found = Breakpoints.of(event.request());
    if (found.isEmpty()
        || detached.contains(target.programOf(event.thread()))
        || !found.get().isEnabled() // hit just before
        || !holds(found.get(), event)) {
      return false;
    }
    Breakpoint breakpoint = found.get();
    breakpoint.hit();
    if (breakpoint.isTemporary) {
      breakpoints.spent(breakpoint);
    }
    deleteSteps(event.thread());
    String kind = breakpoint.isTemporary ? "Temporary breakpoint " : "Breakpoint ";
    return stop(event.thread(), "hit " + kind + breakpoint.number + ",");
  }

  /** A condition that cannot be evaluated stops, as gdb does, so that it is noticed. */
  private boolean holds(Breakpoint breakpoint, BreakpointEvent event) {
    String condition = breakpoint.condition();
    if (condition == null) {
      return true;
    }
    try {
      Value value =
          expressions.evaluate(
              condition, target.programOf(event.thread()), event.thread().frame(0));
      return !(value instanceof BooleanValue answer) || answer.value();
    } catch (CommandFailedException | IncompatibleThreadStateException e) {
      return true;
    }
  }

  /** Not while the program is being resumed: what is told has to find it stopped. */
  private synchronized boolean stop(ThreadReference thread, String what) {
    long pid = target.programOf(thread);
    if (detached.contains(pid)) {
      return false;
    }
    if (stopped.add(pid)) {
      inferior(pid).ifPresent(each -> suspendOthers(each, thread));
    }
    synchronized (stops) {
      stops.add(new Stop(pid, thread, what));
      stops.notifyAll();
    }
    return true;
  }

  private void suspendOthers(Inferior inferior, @Nullable ThreadReference except) {
    for (ThreadReference each : target.threads(inferior)) {
      if (!each.equals(except)) {
        each.suspend();
      }
    }
  }

  /** Empty when it has ended. */
  Optional<Inferior> inferior(long pid) {
    try {
      return target.inferiors().stream().filter(each -> each.pid() == pid).findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Stops a program where it is. */
  synchronized void interrupt(Inferior inferior) {
    if (stopped.add(inferior.pid())) {
      suspendOthers(inferior, null);
    }
  }

  /** Lets a program run, unless it has stopped again with nobody told yet. */
  synchronized void resume(Inferior inferior) {
    if (hasNews(inferior.pid()) || !stopped.remove(inferior.pid())) {
      return;
    }
    for (ThreadReference each : target.threads(inferior)) {
      resume(each);
    }
  }

  private static void resume(ThreadReference thread) {
    try {
      for (int left = thread.suspendCount(); left > 0; left--) {
        thread.resume();
      }
    } catch (ObjectCollectedException e) {
      return; // it has ended
    }
  }

  /**
   * Has a thread stop again soon.
   *
   * @param depth of {@link StepRequest}
   */
  void step(ThreadReference thread, int depth) {
    deleteSteps(thread);
    StepRequest step =
        target.vm().eventRequestManager().createStepRequest(thread, StepRequest.STEP_LINE, depth);
    step.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
    if (depth == StepRequest.STEP_INTO) {
      for (String jdk : List.of("java.*", "javax.*", "jdk.*", "sun.*", "com.sun.*")) {
        step.addClassExclusionFilter(jdk);
      }
    }
    step.addCountFilter(1);
    step.enable();
  }

  /** Notes what a method returns, to be asked for with {@link #returnValue}. */
  void noteReturn(ThreadReference thread, String type) {
    MethodExitRequest exit = target.vm().eventRequestManager().createMethodExitRequest();
    exit.addThreadFilter(thread);
    exit.addClassFilter(type);
    exit.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
    exit.putProperty(RETURNED, thread);
    exit.enable();
  }

  Optional<Value> returnValue(ThreadReference thread) {
    return Optional.ofNullable(returned.remove(thread));
  }

  private void deleteSteps(ThreadReference thread) {
    var requests = target.vm().eventRequestManager();
    requests.deleteEventRequests(
        requests.stepRequests().stream().filter(each -> each.thread().equals(thread)).toList());
    requests.deleteEventRequests(
        requests.methodExitRequests().stream()
            .filter(each -> thread.equals(each.getProperty(RETURNED)))
            .toList());
  }

  /** From now on it runs, and its breakpoints do nothing. */
  void detach(Inferior inferior) {
    detached.add(inferior.pid());
    synchronized (stops) {
      stops.removeIf(stop -> stop.pid() == inferior.pid());
    }
    resume(inferior);
  }
}
