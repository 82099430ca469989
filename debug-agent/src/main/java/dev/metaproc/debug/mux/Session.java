package dev.metaproc.debug.mux;

import dev.metaproc.debug.jdwp.Command;
import dev.metaproc.debug.jdwp.Event;
import dev.metaproc.debug.jdwp.EventKind;
import dev.metaproc.debug.jdwp.JdwpError;
import dev.metaproc.debug.jdwp.Packet;
import dev.metaproc.debug.jdwp.PacketReader;
import dev.metaproc.debug.jdwp.PacketWriter;
import dev.metaproc.debug.jdwp.SuspendPolicy;
import dev.metaproc.debug.mux.Upstream.Ask;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One stay at the JVM, from the first debugger that comes to the last that goes: the agent's ids,
 * what is known of them, and which request of the agent's is whose. While no debugger is attached
 * there is no session, because a connected agent makes threads dearer for all programs.
 */
final class Session implements Upstream.Listener {
  /** Who gets the events of one of the agent's requests. */
  sealed interface Route {
    /** A debugger, for its own request. */
    record Of(Debugger debugger, Request request) implements Route {}

    /** A thread has started. */
    record ThreadStart() implements Route {}

    /** A thread ends. */
    record ThreadEnd() implements Route {}

    /** A held program is about to enter its main method. */
    record Hook() implements Route {}

    /** A class has been unloaded. */
    record ClassUnload() implements Route {}
  }

  private static final int WORD = 8;

  private final Upstream upstream;
  private final Classes classes;
  private final ProgramTable table;
  private final Owners owners;
  private final Consumer<Session> onEnd;
  private final List<Debugger> debuggers = new CopyOnWriteArrayList<>();
  private final Map<Integer, Route> routes = new ConcurrentHashMap<>();
  private final AtomicInteger pendingSets = new AtomicInteger();
  private final AtomicInteger keptCarriers = new AtomicInteger();
  private final AtomicInteger eventIds = new AtomicInteger();
  private final InternalRequests internal;
  private final Strata strata;
  private final Unloads unloads = new Unloads(this);

  /** Events of requests whose number is not known yet; touched by the agent's reader only. */
  private List<Event.Composite> early = new ArrayList<>();

  /** Debuggers that are here or about to come; under this object's monitor. */
  private int members;

  private volatile boolean isOver;

  private Session(InetSocketAddress agent, Consumer<Session> onEnd) throws IOException {
    this.onEnd = onEnd;
    upstream = Upstream.connect(agent, this);
    upstream.start();
    try {
      checkIdSizes();
      strata = new Strata(upstream);
      classes = new Classes(upstream);
      table = new ProgramTable(upstream, classes);
      owners = new Owners(upstream, classes, table);
      owners.refresh();
      internal = new InternalRequests(this);
    } catch (IOException | RuntimeException e) {
      upstream.close(); // while it is connected the agent does not listen
      throw e;
    }
  }

  /**
   * Connects to the JVM.
   *
   * @param onEnd told once when the JVM or the connection is gone
   */
  static Session open(InetSocketAddress agent, Consumer<Session> onEnd) throws IOException {
    try {
      return new Session(agent, onEnd);
    } catch (RefusedException e) {
      throw new IOException("the JVM's debug agent answers with error " + e.error(), e);
    }
  }

  private void checkIdSizes() throws IOException {
    PacketReader sizes = upstream.get(Command.VM_ID_SIZES, new byte[0]);
    for (int i = 0; i < 5; i++) {
      int size = sizes.i4();
      if (size != WORD) {
        throw new IOException("the JVM's debug ids have " + size + " bytes instead of " + WORD);
      }
    }
  }

  Upstream upstream() {
    return upstream;
  }

  Classes classes() {
    return classes;
  }

  Owners owners() {
    return owners;
  }

  Strata strata() {
    return strata;
  }

  ProgramTable table() {
    return table;
  }

  List<Debugger> debuggers() {
    return debuggers;
  }

  boolean isOver() {
    return isOver;
  }

  /** A debugger is about to come; not when the last one has just gone. */
  synchronized boolean enter() {
    if (!isOver) {
      members++;
    }
    return !isOver;
  }

  /** Takes in a debugger that has entered, and finds its threads. Waits. */
  void add(Debugger debugger) {
    debuggers.add(debugger);
    try {
      internal.update();
      owners.refresh();
      debugger.control().found(threadsOf(debugger.view()));
    } catch (RuntimeException e) {
      debuggers.remove(debugger);
      throw e;
    }
  }

  /**
   * Forgets a debugger. Waits, unless it is the last.
   *
   * @return whether the session is over, and nothing is left to undo
   */
  boolean remove(Debugger debugger) {
    debuggers.remove(debugger);
    if (leave(debugger.host())) {
      return true;
    }
    internal.update();
    return false;
  }

  /**
   * One that has entered is not there any more. The last one gives the JVM back as it was: the
   * agent undoes every suspend and request itself.
   *
   * @return whether the session is over
   */
  synchronized boolean leave(HostLink host) {
    members--;
    if (members == 0 && !isOver) {
      host.suspendedVirtualThreads(0);
      isOver = true;
      upstream.send(Command.VM_DISPOSE, new byte[0], reply -> upstream.close());
    }
    return isOver;
  }

  InternalRequests internal() {
    return internal;
  }

  /** The threads of a view that the JVM lists, and its virtual main threads. Waits. */
  Set<Long> threadsOf(View view) {
    Set<Long> threads = new LinkedHashSet<>();
    Collection<ProgramIds> programs = view.programs(table.programs());
    List<Long> groups = programs.stream().map(ProgramIds::group).toList();
    threads.addAll(liveVirtual(programs.stream().map(ProgramIds::main).toList()));
    boolean hasVirtual = !threads.isEmpty();
    while (!groups.isEmpty()) {
      groups = collectChildren(groups, threads);
    }
    if (hasVirtual) {
      threads.addAll(strays(view));
    }
    return threads;
  }

  private List<Long> liveVirtual(List<Long> mains) {
    List<Ask> asks = new ArrayList<>();
    for (long main : mains) {
      asks.add(new Ask(Command.THREAD_IS_VIRTUAL, Classes.id(main)));
      asks.add(new Ask(Command.THREAD_STATUS, Classes.id(main)));
    }
    List<Packet> replies = upstream.askAll(asks);
    List<Long> live = new ArrayList<>();
    for (int i = 0; i < mains.size(); i++) {
      Packet isVirtual = replies.get(2 * i);
      Packet status = replies.get(2 * i + 1);
      if (isVirtual.code() == JdwpError.NONE
          && isVirtual.reader().u1() != 0
          && status.code() == JdwpError.NONE // else it has ended and is collected
          && status.reader().i4() != 0) {
        live.add(mains.get(i));
      }
    }
    return live;
  }

  private List<Long> collectChildren(List<Long> groups, Set<Long> threads) {
    List<Long> below = new ArrayList<>();
    upstream.askEach(
        Command.GROUP_CHILDREN,
        groups,
        Classes::id,
        (group, children) -> {
          for (int left = children.count(WORD); left > 0; left--) {
            threads.add(children.id());
          }
          for (int left = children.count(WORD); left > 0; left--) {
            below.add(children.id());
          }
        });
    return below;
  }

  /** Platform threads that virtual threads have started are in a group of the JDK's. */
  private List<Long> strays(View view) {
    PacketReader reply = upstream.get(Command.VM_ALL_THREADS, new byte[0]);
    List<Long> all = new ArrayList<>();
    for (int left = reply.count(WORD); left > 0; left--) {
      all.add(reply.id());
    }
    owners.learnThreads(all);
    return all.stream().filter(thread -> isOwned(view, thread)).toList();
  }

  private boolean isOwned(View view, long thread) {
    Owner owner = owners.knownOfThread(thread);
    return owner != null && view.owns(owner);
  }

  /**
   * Makes a request of the agent.
   *
   * @return its number, or the agent's error as a negative one
   */
  CompletableFuture<Integer> set(byte[] request, Route route) {
    CompletableFuture<Integer> result = new CompletableFuture<>();
    pendingSets.incrementAndGet();
    Runnable sending =
        () -> upstream.send(Command.REQUEST_SET, request, reply -> isSet(reply, route, result));
    if (route instanceof Route.Of(Debugger debugger, Request step) && step.isStep()) {
      strata.use(debugger.stratum(), sending);
    } else {
      sending.run();
    }
    return result;
  }

  private void isSet(Packet reply, Route route, CompletableFuture<Integer> result) {
    int id = reply.code() == JdwpError.NONE ? reply.reader().i4() : -reply.code();
    if (id > 0) {
      routes.put(id, route);
    }
    pendingSets.decrementAndGet();
    result.complete(id);
    replayEarly();
  }

  /** Withdraws a request of the agent; its events that are on their way are dropped. */
  void clear(int kind, int id) {
    routes.remove(id);
    upstream.send(Command.REQUEST_CLEAR, new PacketWriter().u1(kind).i4(id).toBytes(), reply -> {});
  }

  @Nullable Route route(int upstreamRequest) {
    return routes.get(upstreamRequest);
  }

  int nextEventId() {
    return eventIds.incrementAndGet();
  }

  /** Tells the host how many of the shared carriers are kept. Does not wait. */
  void countCarriers(HostLink host) {
    int kept = debuggers.stream().mapToInt(each -> each.control().keptCarriers()).sum();
    if (keptCarriers.getAndSet(kept) != kept) {
      host.suspendedVirtualThreads(kept);
    }
  }

  void resume(long thread) {
    upstream.sendAll(List.of(ThreadControl.resumeOf(thread)), reply -> {});
  }

  private void replayEarly() {
    List<Event.Composite> again = early;
    early = new ArrayList<>();
    again.forEach(this::event);
  }

  @Override
  public void event(byte[] composite) {
    event(Event.Composite.read(composite));
  }

  /**
   * An event may overtake the reply that says which number its request has: then it waits. The
   * agent sends replies and events from two threads.
   */
  private void event(Event.Composite composite) {
    if (pendingSets.get() > 0 && isEarly(composite)) {
      early.add(composite);
    } else {
      dispatch(composite);
    }
  }

  private boolean isEarly(Event.Composite composite) {
    return composite.events().stream()
        .anyMatch(e -> e.request() > 0 && !routes.containsKey(e.request()));
  }

  private void dispatch(Event.Composite composite) {
    boolean isSuspended = composite.policy() != SuspendPolicy.NONE;
    if (composite.events().size() == 1
        && routes.get(composite.events().getFirst().request())
            instanceof Route.Of(Debugger only, Request request)) {
      only.events(composite.events(), isSuspended);
      return;
    }
    Map<Debugger, List<Event>> takers = new LinkedHashMap<>();
    boolean isTaken = false;
    long thread = 0;
    for (Event event : composite.events()) {
      thread = event.thread();
      Route route = routes.get(event.request());
      switch (route) {
        case null -> vmDeath(event);
        case Route.Of(Debugger debugger, Request request) ->
            takers.computeIfAbsent(debugger, key -> new ArrayList<>()).add(event);
        case Route.ThreadStart() -> {
          if (!isTaken) { // two while one request replaces another
            threadStarted(event.thread(), isSuspended);
          }
          isTaken = true;
        }
        case Route.ThreadEnd() -> isTaken = isTaken || threadDied(event.thread(), isSuspended);
        case Route.Hook() -> isTaken = hookReached(event.thread());
        case Route.ClassUnload() -> unloads.add(new PacketReader(event.body()).string());
      }
    }
    if (takers.isEmpty() && !isTaken && isSuspended && thread != 0) {
      resume(thread);
    }
    for (Map.Entry<Debugger, List<Event>> taker : takers.entrySet()) {
      taker.getKey().events(taker.getValue(), isSuspended);
    }
  }

  private void vmDeath(Event event) {
    if (event.kind() == EventKind.VM_DEATH) {
      debuggers.forEach(debugger -> debugger.programEnded(true));
    }
  }

  /** Whose the thread is has to be asked; it does not run meanwhile if anybody needs it not to. */
  private void threadStarted(long thread, boolean isSuspended) {
    Thread.ofVirtual()
        .name("thread-start")
        .start(
            () -> {
              Debugger debugger = debuggerOf(owners.ofThread(thread));
              if (debugger != null) {
                debugger.threadStarted(thread, isSuspended);
              } else if (isSuspended) {
                resume(thread);
              }
            });
  }

  private boolean threadDied(long thread, boolean isSuspended) {
    Owner owner = owners.knownOfThread(thread);
    owners.forgetThread(thread);
    Debugger debugger = owner == null ? null : debuggerOf(owner);
    return debugger != null && debugger.threadDied(thread, isSuspended);
  }

  private boolean hookReached(long thread) {
    Owner owner = owners.knownOfThread(thread);
    Debugger debugger = owner == null ? null : debuggerOf(owner);
    return debugger != null && debugger.mainBegins(thread);
  }

  @Nullable Debugger debuggerOf(Owner owner) {
    for (Debugger each : debuggers) {
      if (each.view().owns(owner)) {
        return each;
      }
    }
    return null;
  }

  @Override
  public void disconnected(String reason) {
    isOver = true;
    debuggers.forEach(debugger -> debugger.programEnded(true));
    onEnd.accept(this);
  }
}
