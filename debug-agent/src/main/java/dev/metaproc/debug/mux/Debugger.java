package dev.metaproc.debug.mux;

import dev.metaproc.debug.jdwp.Command;
import dev.metaproc.debug.jdwp.Connection;
import dev.metaproc.debug.jdwp.Event;
import dev.metaproc.debug.jdwp.EventKind;
import dev.metaproc.debug.jdwp.JdwpError;
import dev.metaproc.debug.jdwp.MalformedPacketException;
import dev.metaproc.debug.jdwp.Packet;
import dev.metaproc.debug.jdwp.PacketReader;
import dev.metaproc.debug.jdwp.PacketWriter;
import dev.metaproc.debug.jdwp.Shape;
import dev.metaproc.debug.jdwp.SuspendPolicy;
import dev.metaproc.debug.mux.Upstream.Ask;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One attached debugger, to which its {@link View} is a virtual machine.
 *
 * <p>Commands are taken in order on the connection's thread, which may wait for the agent. Events
 * come from the agent's reader through a {@link Lane}.
 */
final class Debugger implements Connection.Receiver {
  /** No debugger sends more at once: class files and strings are the longest there are. */
  private static final int LARGEST_PACKET = 64 << 20;

  private static final long LARGEST_QUEUE = 256L << 20;
  private static final long MOST_HELD = 32L << 20;
  private static final long DEATH_HELD_SECONDS = 5;

  /** What is answered, or put together, from what is known here. */
  private static final Set<Command> FROM_MEMORY =
      EnumSet.of(
          Command.VM_ALL_THREADS,
          Command.VM_TOP_LEVEL_THREAD_GROUPS,
          Command.OBJECT_REFERENCE_TYPE,
          Command.THREAD_GROUP,
          Command.GROUP_CHILDREN,
          Command.INFERIOR_LIST);

  private static final String PROGRAM_ENDED = "Ldev/metaproc/isolation/jdk/ProgramEnded;";

  /** Bytes before the exception in an exception event. */
  private static final int THREAD_AND_LOCATION = 8 + 25;

  private final Session session;
  private final View view;
  private final ProgramInfo program;
  private final HostLink host;
  private final Map<Long, ProgramInfo> inferiors;
  private final Connection connection;
  private final ThreadControl control;
  private final Requests requests;
  private final GivenIds given = new GivenIds();
  private final Checks checks;
  private final Frames frames;
  private final Handlers handlers;
  private final Lane lane;
  private final HeldEvents held;
  private final CompletableFuture<Void> onGone = new CompletableFuture<>();
  private final CompletableFuture<Void> onFreed = new CompletableFuture<>();
  private final AtomicBoolean isDetached = new AtomicBoolean();
  private final AtomicBoolean hasEnded = new AtomicBoolean();
  private final CountDownLatch deathSeen = new CountDownLatch(1);

  /** Threads with an invocation under way: the agent suspends them when it is over. */
  private final Set<Long> invoking = ConcurrentHashMap.newKeySet();

  /** Objects kept from the collector for this debugger. */
  private final Set<Long> pinned = ConcurrentHashMap.newKeySet();

  private volatile @Nullable Beginning beginning;
  private volatile String stratum = "";

  /**
   * A debugger after its handshake. Nothing of it runs before {@link #start}.
   *
   * @param view what it debugs
   * @param inferiors all programs that run, kept up to date
   */
  Debugger(
      Session session,
      View view,
      ProgramInfo program,
      Map<Long, ProgramInfo> inferiors,
      HostLink host,
      SocketChannel channel)
      throws IOException {
    this.session = session;
    this.view = view;
    this.program = program;
    this.host = host;
    this.inferiors = inferiors;
    control = new ThreadControl(this::carryOut, () -> session.countCarriers(host));
    requests = new Requests(session, this);
    frames = new Frames(session);
    checks = new Checks(session, view, given, frames);
    handlers = new Handlers(this, session);
    connection =
        new Connection(
            channel, "debugger of " + program.name(), LARGEST_PACKET, LARGEST_QUEUE, this);
    lane = new Lane(e -> host.say("the debug multiplexer has failed at an event: " + e));
    held = new HeldEvents(connection::send, MOST_HELD);
  }

  /** Completes the handshake; commands come from now on. */
  void start() {
    connection.greet();
    connection.start();
  }

  Session session() {
    return session;
  }

  View view() {
    return view;
  }

  ProgramInfo program() {
    return program;
  }

  /** What is known of a program that runs. */
  Optional<ProgramInfo> inferior(long pid) {
    return Optional.ofNullable(inferiors.get(pid));
  }

  /** All that run, in the order they started. */
  List<ProgramInfo> inferiors() {
    return inferiors.values().stream()
        .sorted(Comparator.comparingInt(ProgramInfo::number))
        .toList();
  }

  HostLink host() {
    return host;
  }

  ThreadControl control() {
    return control;
  }

  Requests requests() {
    return requests;
  }

  Checks checks() {
    return checks;
  }

  Frames frames() {
    return frames;
  }

  Set<Long> invoking() {
    return invoking;
  }

  Set<Long> pinned() {
    return pinned;
  }

  /** By which lines it steps; empty is what each class says. */
  String stratum() {
    return stratum;
  }

  void stratum(String chosen) {
    stratum = chosen;
    session.strata().isChosen();
  }

  /** Suspends and resumes, which may let steps go on. */
  private void carryOut(List<Ask> asks) {
    Runnable sending = () -> session.upstream().sendAll(asks, reply -> {});
    if (requests.hasSteps()) {
      session.strata().use(stratum, sending);
    } else {
      sending.run();
    }
  }

  boolean tracksVirtualThreads() {
    return program.tracksVirtualThreads();
  }

  /** Completes when the debugger has gone and everything it held runs. */
  CompletableFuture<Void> onGone() {
    return onGone;
  }

  /** Completed when its place is free for another. */
  CompletableFuture<Void> onFreed() {
    return onFreed;
  }

  // ---- commands

  @Override
  public void received(Packet packet) {
    if (packet.isReply()) {
      return; // nothing was asked of the debugger
    }
    Command command = Command.of(packet.code());
    if (command == null || command == Command.EVENT_COMPOSITE) {
      connection.send(Packet.refusal(packet.id(), JdwpError.NOT_IMPLEMENTED));
      return;
    }
    if (command != Command.REQUEST_SET) {
      handle(command, packet);
      return;
    }
    lane.hold(); // a debugger does not know an event whose request has no number yet
    try {
      handle(command, packet);
    } finally {
      lane.release();
    }
  }

  private void handle(Command command, Packet packet) {
    try {
      handlers.handle(command, packet);
    } catch (RefusedException e) {
      connection.send(Packet.refusal(packet.id(), e.error()));
    } catch (MalformedPacketException e) {
      connection.send(Packet.refusal(packet.id(), JdwpError.ILLEGAL_ARGUMENT));
    } catch (RuntimeException e) { // a mistake of ours is not the end of the debugger
      host.say("the debug multiplexer has failed at " + command + ": " + e);
      connection.send(Packet.refusal(packet.id(), JdwpError.INTERNAL));
    }
  }

  /** Sends a reply and keeps in mind the ids in it. */
  void reply(Packet request, Command command, byte[] data) {
    remember(command.reply(), data, !FROM_MEMORY.contains(command));
    connection.send(Packet.reply(request.id(), data));
  }

  /** Sends what the agent replied. */
  void relay(Packet request, Command command, Packet reply) {
    if (reply.code() == JdwpError.NONE) {
      remember(command.reply(), reply.data(), true);
    }
    connection.send(reply.withId(request.id()));
  }

  /** The debugger needs an id so many times less; says how many of these the agent has sent. */
  int takeBack(long id, int count) {
    return given.takeBack(id, count);
  }

  private void remember(Shape shape, byte[] data, boolean isAgents) {
    shape.walk(
        new PacketReader(data),
        (letter, id) -> {
          if (isAgents) {
            given.byAgent(id);
          } else {
            given.fromMemory(id);
          }
        });
  }

  // ---- events

  /**
   * Events of this debugger's requests, of one moment in one thread. On the agent's reader.
   *
   * @param isSuspended whether the agent has suspended the thread for them
   */
  void events(List<Event> events, boolean isSuspended) {
    boolean mustAsk = false;
    for (Event each : events) {
      mustAsk = mustAsk || mustAsk(each);
    }
    lane.run(mustAsk, () -> deliver(events, isSuspended));
  }

  private boolean mustAsk(Event event) {
    return switch (event.kind()) {
      case EventKind.CLASS_PREPARE -> session.owners().knownOfType(preparedType(event)) == null;
      case EventKind.EXCEPTION -> true;
      default -> !control.has(event.thread());
    };
  }

  private static long preparedType(Event event) {
    PacketReader body = new PacketReader(event.body());
    body.id();
    body.u1();
    return body.id();
  }

  private @Nullable Request requestOf(Event event) {
    return session.route(event.request()) instanceof Session.Route.Of(var own, var request)
        ? request
        : null;
  }

  private void deliver(List<Event> events, boolean isSuspended) {
    List<Event> told = new ArrayList<>();
    int policy = SuspendPolicy.NONE;
    long thread = events.getFirst().thread();
    for (Event event : events) {
      Request request = requestOf(event);
      if (request != null && isForUs(event) && !isOwnEnd(event) && request.fires()) {
        told.add(event.withRequest(request.id));
        policy = Math.max(policy, request.policy);
        if (request.isSpent()) {
          requests.remove(request);
        }
      }
    }
    if (!control.has(thread)) {
      noteIfVirtual(thread);
    }
    if (isSuspended && policy == SuspendPolicy.NONE) {
      carryOut(List.of(ThreadControl.resumeOf(thread)));
    } else if (isSuspended) {
      control.stoppedByEvent(thread, policy == SuspendPolicy.ALL);
    }
    if (!told.isEmpty()) {
      send(policy, told, true);
    }
  }

  private void noteIfVirtual(long thread) {
    if (session.upstream().get(Command.THREAD_IS_VIRTUAL, Classes.id(thread)).u1() != 0) {
      control.isVirtual(thread);
    }
  }

  /** What unwinds a thread that has called exit is no exception of the program's. */
  private boolean isOwnEnd(Event event) {
    if (event.kind() != EventKind.EXCEPTION) {
      return false;
    }
    PacketReader body = new PacketReader(event.body());
    body.skip(THREAD_AND_LOCATION);
    body.u1();
    Classes classes = session.classes();
    return classes.signature(classes.typeOf(body.id())).equals(PROGRAM_ENDED);
  }

  private boolean isForUs(Event event) {
    if (event.kind() != EventKind.CLASS_PREPARE) {
      return true;
    }
    PacketReader body = new PacketReader(event.body());
    body.id();
    body.u1();
    long type = body.id();
    session.classes().learn(type, body.string()); // or it could not be forgotten
    return view.sees(session.owners().ofType(type));
  }

  /** Events that are made here, of which the agent knows other ones or none. */
  private void send(int policy, List<Event> events) {
    send(policy, events, false);
  }

  private void send(int policy, List<Event> events, boolean areAgents) {
    for (Event event : events) {
      remember(Event.shape(event.kind()), event.body(), areAgents);
    }
    Packet packet =
        Packet.command(
            session.nextEventId(),
            Command.EVENT_COMPOSITE,
            new Event.Composite(policy, events).toBytes());
    if (!held.send(packet)) {
      host.say(
          "the debugger of "
              + program.title()
              + " has held its events for too long, and is detached: it did not take them from"
              + " its queue");
      connection.close();
    }
  }

  /** VirtualMachine.HoldEvents and ReleaseEvents. */
  HeldEvents held() {
    return held;
  }

  /** A thread of ours has started. May wait. */
  void threadStarted(long thread, boolean isSuspended) {
    requests.follow(thread);
    if (tracksVirtualThreads()) {
      noteIfVirtual(thread);
    }
    List<Request> interested = own(EventKind.THREAD_START, thread);
    int policy = policy(interested);
    control.started(thread, isSuspended, isSuspended ? policy : SuspendPolicy.NONE);
    sendOwn(EventKind.THREAD_START, interested, policy, thread);
  }

  /** A thread of ours ends; says whether it is left suspended. On the agent's reader. */
  boolean threadDied(long thread, boolean isSuspended) {
    List<Request> interested = own(EventKind.THREAD_DEATH, thread);
    int policy = policy(interested);
    boolean isKept = isSuspended && policy != SuspendPolicy.NONE;
    if (isKept) {
      control.stoppedByEvent(thread, policy == SuspendPolicy.ALL);
      control.endsOnResume(thread);
    } else {
      control.ended(thread);
    }
    requests.forget(thread);
    frames.forget(thread);
    sendOwn(EventKind.THREAD_DEATH, interested, policy, thread);
    return isKept;
  }

  /**
   * The main thread of a program of ours, held since its start, is before its first instruction. Of
   * several programs it alone is stopped.
   */
  boolean mainBegins(long thread) {
    if (hasEnded.get() || isDetached.get()) {
      return false;
    }
    if (view.only().isPresent()) {
      beginning = new Beginning(this, session, thread);
    }
    int policy = view.only().isPresent() ? SuspendPolicy.ALL : SuspendPolicy.EVENT_THREAD;
    control.stoppedByEvent(thread, policy == SuspendPolicy.ALL);
    List<Event> events = new ArrayList<>();
    byte[] body = Classes.id(thread);
    events.add(new Event(EventKind.VM_START, 0, thread, body));
    own(EventKind.VM_START, thread)
        .forEach(each -> events.add(new Event(EventKind.VM_START, each.id, thread, body)));
    send(policy, events);
    return true;
  }

  /**
   * Types of one signature are no more. Many are told as one: a debugger answers each event with a
   * question for all that there still are, which keeps those from the collector, too.
   */
  void classesUnloaded(List<Long> gone, String signature) {
    List<Long> known = gone.stream().filter(given::contains).toList();
    known.forEach(given::forget);
    byte[] body = new PacketWriter().string(signature).toBytes();
    int events = known.size() > Unloads.FEW ? 1 : known.size();
    for (int i = 0; i < events; i++) {
      List<Request> interested = own(EventKind.CLASS_UNLOAD, 0);
      sendOwn(EventKind.CLASS_UNLOAD, interested, SuspendPolicy.NONE, body, 0);
    }
  }

  private List<Request> own(int kind, long thread) {
    return requests.own(kind).stream()
        .filter(
            each ->
                each.find(Modifier.ThreadOnly.class).stream().allMatch(o -> o.thread() == thread))
        .filter(Request::fires)
        .toList();
  }

  private static int policy(List<Request> interested) {
    return interested.stream().mapToInt(each -> each.policy).max().orElse(SuspendPolicy.NONE);
  }

  private void sendOwn(int kind, List<Request> interested, int policy, long thread) {
    sendOwn(kind, interested, policy, Classes.id(thread), thread);
  }

  private void sendOwn(int kind, List<Request> interested, int policy, byte[] body, long thread) {
    if (!interested.isEmpty()) {
      send(
          policy, interested.stream().map(each -> new Event(kind, each.id, thread, body)).toList());
      interested.stream().filter(Request::isSpent).forEach(requests::remove);
    }
  }

  // ---- the end

  /** The program has ended, or the JVM: VM_DEATH, and then nothing more. */
  void programEnded(boolean isJvmGone) {
    if (!hasEnded.compareAndSet(false, true)) {
      return;
    }
    List<Request> interested = requests.own(EventKind.VM_DEATH);
    int policy = isJvmGone ? SuspendPolicy.NONE : policy(interested);
    List<Event> events = new ArrayList<>();
    events.add(new Event(EventKind.VM_DEATH, 0, 0, new byte[0]));
    interested.forEach(each -> events.add(new Event(EventKind.VM_DEATH, each.id, 0, new byte[0])));
    send(policy, events);
    if (policy == SuspendPolicy.NONE) {
      connection.closeWhenDrained();
    } else {
      Thread.ofVirtual().name("vm-death").start(this::closeWhenDeathIsSeen);
    }
  }

  /** A debugger that asked to hold the end may look at what is left, but not for ever. */
  private void closeWhenDeathIsSeen() {
    try {
      deathSeen.await(DEATH_HELD_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connection.closeWhenDrained();
  }

  /** VirtualMachine.Resume. */
  void resume() {
    if (hasEnded.get()) {
      deathSeen.countDown();
    }
    tellBeginning();
    control.resumeAll();
  }

  /** ThreadReference.Resume. */
  void resume(long thread) {
    Beginning now = beginning;
    if (now != null && now.thread() == thread) {
      tellBeginning();
    }
    control.resume(thread);
  }

  /**
   * Before a resume, so that what the next event stops does not run at all: the agent carries
   * commands out in order.
   */
  private void tellBeginning() {
    Beginning now = beginning;
    while (now != null) {
      Beginning.Told told = now.next();
      if (told == null) {
        beginning = null;
        return;
      }
      if (told.policy() == SuspendPolicy.ALL) {
        control.suspendAll();
      } else if (told.policy() == SuspendPolicy.EVENT_THREAD) {
        control.suspend(now.thread());
      }
      send(told.policy(), told.events());
      if (told.policy() != SuspendPolicy.NONE) {
        return;
      }
    }
  }

  /** Whether a class of the program's is not to be seen yet. */
  boolean hides(long type) {
    Beginning now = beginning;
    return now != null && now.hides(type);
  }

  /** Closes the connection once the replies so far are out. */
  void closeWhenDrained() {
    connection.closeWhenDrained();
  }

  @Override
  public void closed(String reason) {
    detach();
  }

  /**
   * Undoes all that the debugger has done to its threads. Its program runs on. The last debugger
   * leaves that to the agent, which does it when the session closes.
   */
  private void detach() {
    if (!isDetached.compareAndSet(false, true)) {
      return;
    }
    try {
      if (!session.remove(this)) {
        undo();
      }
    } finally {
      onGone.complete(null);
    }
  }

  private void undo() {
    requests.clearAll();
    control.release();
    pinned.forEach(
        id -> session.upstream().send(Command.OBJECT_ENABLE_COLLECTION, Classes.id(id), r -> {}));
    disposeIds();
  }

  boolean isDetached() {
    return isDetached.get();
  }

  private void disposeIds() {
    PacketWriter list = new PacketWriter();
    int[] size = new int[1];
    given.forEachByAgent(
        (id, count) -> {
          list.id(id).i4(count);
          size[0]++;
        });
    byte[] data = new PacketWriter().i4(size[0]).raw(list.toBytes()).toBytes();
    session.upstream().send(Command.VM_DISPOSE_OBJECTS, data, reply -> {});
  }
}
