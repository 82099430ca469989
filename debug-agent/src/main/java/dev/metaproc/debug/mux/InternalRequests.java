package dev.metaproc.debug.mux;

import dev.metaproc.debug.jdwp.EventKind;
import dev.metaproc.debug.jdwp.PacketWriter;
import dev.metaproc.debug.jdwp.SuspendPolicy;
import dev.metaproc.debug.mux.Session.Route;
import java.util.HashMap;
import java.util.Map;

/**
 * The multiplexer's own requests at the agent: thread starts and ends, class unloads, the hook.
 * Each is made, or made stricter, when the first debugger needs it.
 *
 * <p>A starting thread is stopped only while some debugger has requests that are made thread by
 * thread: then that of every program is, until it is known whose it is.
 */
final class InternalRequests {
  private record Active(int id, int policy) {}

  private static final int VIRTUAL_TOO = 16;

  private final Session session;
  private final Map<Integer, Active> active = new HashMap<>();

  InternalRequests(Session session) {
    this.session = session;
  }

  /** Brings the requests in line with what the debuggers need. Waits. */
  synchronized void update() {
    int start = SuspendPolicy.NONE;
    int death = SuspendPolicy.NONE;
    boolean virtual = false;
    for (Debugger each : session.debuggers()) {
      start = Math.max(start, each.requests().startPolicy());
      death = Math.max(death, each.requests().deathPolicy());
      virtual |= each.tracksVirtualThreads();
    }
    int variant = virtual ? VIRTUAL_TOO : 0;
    ensure(EventKind.THREAD_START, start | variant, new Route.ThreadStart());
    ensure(EventKind.THREAD_DEATH, death | variant, new Route.ThreadEnd());
    ensure(EventKind.CLASS_UNLOAD, SuspendPolicy.NONE | VIRTUAL_TOO, new Route.ClassUnload());
  }

  private void ensure(int kind, int wanted, Route route) {
    Active now = active.get(kind);
    if (now != null && now.policy == wanted) {
      return;
    }
    PacketWriter data = new PacketWriter().u1(kind).u1(wanted & ~VIRTUAL_TOO);
    if ((wanted & VIRTUAL_TOO) != 0) {
      data.i4(0);
    } else {
      data.i4(1);
      new Modifier.PlatformThreadsOnly().write(data);
    }
    int id = session.set(data.toBytes(), route).join();
    if (id > 0) {
      active.put(kind, new Active(id, wanted));
      if (now != null) {
        session.clear(kind, now.id);
      }
    }
  }

  /** Arms the hook that a held program calls on its main thread before its main method. Waits. */
  synchronized void armHook() {
    if (active.containsKey(EventKind.BREAKPOINT)) {
      return;
    }
    long type = session.table().type();
    Member hook =
        session.classes().methods(type).values().stream()
            .filter(method -> method.name().equals("mainBegins"))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the rendezvous has no hook"));
    PacketWriter data =
        new PacketWriter().u1(EventKind.BREAKPOINT).u1(SuspendPolicy.EVENT_THREAD).i4(1);
    new Modifier.LocationOnly(1, type, hook.id(), 0).write(data);
    int id = session.set(data.toBytes(), new Route.Hook()).join();
    if (id > 0) {
      active.put(EventKind.BREAKPOINT, new Active(id, SuspendPolicy.EVENT_THREAD));
    }
  }
}
