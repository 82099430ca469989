package dev.metaproc.debug.mux;

import dev.metaproc.debug.jdwp.EventKind;
import dev.metaproc.debug.jdwp.JdwpError;
import dev.metaproc.debug.jdwp.SuspendPolicy;
import dev.metaproc.debug.mux.Session.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The event requests of one debugger, and what they are at the agent.
 *
 * <p>Setting and following threads waits for the agent; looking up does not.
 */
final class Requests {
  /** Ids of requests that are not one request of the agent's begin here. */
  private static final int FIRST_OWN_ID = 0x4000_0000;

  private final Session session;
  private final Debugger debugger;
  private final Map<Integer, Request> byId = new ConcurrentHashMap<>();
  private final AtomicInteger nextOwnId = new AtomicInteger(FIRST_OWN_ID);

  Requests(Session session, Debugger debugger) {
    this.session = session;
    this.debugger = debugger;
  }

  /** Sets a request and gives the debugger's id of it. */
  int set(Request request) {
    checkAnchors(request);
    if (request.isOwn()) {
      return setOwn(request);
    }
    return isSingle(request) ? setSingle(request) : setVector(request);
  }

  private void checkAnchors(Request request) {
    for (Modifier each : request.modifiers) {
      debugger.checks().modifier(each);
    }
  }

  private int setOwn(Request request) {
    request.countHere();
    register(request, nextOwnId.getAndIncrement());
    session.internal().update();
    return request.id;
  }

  private void register(Request request, int id) {
    request.id = id;
    byId.put(id, request);
  }

  /**
   * Whether only the program's own threads can come across the event: the request names one of
   * them, or a place in the program's own code.
   */
  private boolean isSingle(Request request) {
    if (request.find(Modifier.Step.class).isPresent()
        || request.find(Modifier.ThreadOnly.class).isPresent()) {
      return true;
    }
    Stream<Long> places =
        switch (request.kind) {
          case EventKind.BREAKPOINT ->
              request.find(Modifier.LocationOnly.class).map(Modifier.LocationOnly::type).stream();
          case EventKind.FIELD_ACCESS, EventKind.FIELD_MODIFICATION ->
              request.find(Modifier.FieldOnly.class).map(Modifier.FieldOnly::type).stream();
          default -> Stream.empty();
        };
    return places.anyMatch(type -> session.owners().ofType(type).isProgram());
  }

  private int setSingle(Request request) {
    int id = session.set(request.toBytes(List.of()), new Route.Of(debugger, request)).join();
    refuse(id);
    request.copies.put(0L, id);
    register(request, id);
    return id;
  }

  private int setVector(Request request) {
    request.countHere();
    register(request, nextOwnId.getAndIncrement());
    session.internal().update();
    List<Integer> results = copyFor(request, debugger.control().threads());
    if (!results.isEmpty() && results.stream().allMatch(id -> id < 0)) {
      byId.remove(request.id);
      refuse(results.getFirst());
    }
    return request.id;
  }

  private static void refuse(int id) {
    if (id < 0) {
      throw new RefusedException(-id);
    }
  }

  private List<Integer> copyFor(Request request, List<Long> threads) {
    List<CompletableFuture<Integer>> pending = new ArrayList<>();
    for (long thread : threads) {
      pending.add(
          session
              .set(
                  request.toBytes(List.of(new Modifier.ThreadOnly(thread))),
                  new Route.Of(debugger, request))
              .whenComplete((id, failure) -> remember(request, thread, id)));
    }
    return pending.stream().map(CompletableFuture::join).toList();
  }

  /** Two may copy for the same thread: its start is told while the request is being set. */
  private void remember(Request request, long thread, int id) {
    if (id > 0) {
      Integer other = request.copies.put(thread, id);
      if (other != null) {
        session.clear(request.kind, other);
      }
      if (!byId.containsKey(request.id)) {
        session.clear(request.kind, id);
      }
    }
  }

  /** A thread of the program has started: what goes thread by thread must hold for it too. */
  void follow(long thread) {
    for (Request each : vectors()) {
      if (!each.copies.containsKey(thread)) {
        copyFor(each, List.of(thread));
      }
    }
  }

  /** A thread has ended: its copies are of no more use. */
  void forget(long thread) {
    for (Request each : vectors()) {
      Integer id = each.copies.remove(thread);
      if (id != null) {
        session.clear(each.kind, id);
      }
    }
  }

  private List<Request> vectors() {
    return byId.values().stream().filter(each -> each.id >= FIRST_OWN_ID && !each.isOwn()).toList();
  }

  /** Of one kind, made thread by thread. */
  List<Request> vectorsOf(int kind) {
    return vectors().stream().filter(each -> each.kind == kind).toList();
  }

  /** EventRequest.Clear; a request that is not there is cleared already. */
  void clear(int kind, int id) {
    Request request = byId.get(id);
    if (request != null && request.kind == kind) {
      remove(request);
    }
  }

  /** It fires no more. */
  void remove(Request request) {
    byId.remove(request.id);
    request.copies.values().forEach(copy -> session.clear(request.kind, copy));
    request.copies.clear();
  }

  void clearAllBreakpoints() {
    byId.values().stream().filter(each -> each.kind == EventKind.BREAKPOINT).forEach(this::remove);
  }

  void clearAll() {
    byId.values().forEach(this::remove);
  }

  /** Requests for an event that the multiplexer reports by itself. */
  List<Request> own(int kind) {
    return byId.values().stream().filter(each -> each.kind == kind && each.isOwn()).toList();
  }

  boolean hasSteps() {
    for (Request each : byId.values()) {
      if (each.isStep()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a starting thread must be stopped until it has copies. */
  int startPolicy() {
    boolean needsCopies =
        vectors().stream()
            .anyMatch(
                each -> each.kind != EventKind.CLASS_PREPARE || each.policy != SuspendPolicy.NONE);
    return needsCopies || stops(EventKind.THREAD_START)
        ? SuspendPolicy.EVENT_THREAD
        : SuspendPolicy.NONE;
  }

  int deathPolicy() {
    return stops(EventKind.THREAD_DEATH) ? SuspendPolicy.EVENT_THREAD : SuspendPolicy.NONE;
  }

  private boolean stops(int kind) {
    return own(kind).stream().anyMatch(each -> each.policy != SuspendPolicy.NONE);
  }

  static int checkedKind(int kind) {
    if (kind < 1 || kind > EventKind.VM_DEATH) {
      throw new RefusedException(JdwpError.INVALID_EVENT_TYPE);
    }
    return kind;
  }
}
