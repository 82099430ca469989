package dev.metaproc.debug.mux;

import dev.metaproc.debug.jdwp.EventKind;
import dev.metaproc.debug.jdwp.PacketReader;
import dev.metaproc.debug.jdwp.PacketWriter;
import dev.metaproc.debug.jdwp.SuspendPolicy;
import dev.metaproc.debug.mux.Modifier.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An event request of a debugger. What becomes of it at the agent:
 *
 * <pre>
 *   SINGLE   one request: it is about the program's own code or one of its threads
 *   VECTOR   one for each of the program's threads, so that no other program pays for it
 *   OWN      none: the multiplexer knows of the event by itself
 * </pre>
 */
final class Request {
  enum Form {
    SINGLE,
    VECTOR,
    OWN
  }

  /** What frames of the host's code are called in filters. */
  private static final String HOST_CLASSES = "dev.metaproc.*";

  private static final Set<Integer> OWN_KINDS =
      Set.of(
          EventKind.THREAD_START,
          EventKind.THREAD_DEATH,
          EventKind.CLASS_UNLOAD,
          EventKind.VM_START,
          EventKind.VM_DEATH);

  /** Kinds that have a location or a class, so that a class filter applies. */
  private static final Set<Integer> FILTERED_KINDS =
      Set.of(
          EventKind.SINGLE_STEP,
          EventKind.EXCEPTION,
          EventKind.METHOD_ENTRY,
          EventKind.METHOD_EXIT,
          EventKind.METHOD_EXIT_WITH_VALUE,
          EventKind.CLASS_PREPARE);

  final int kind;
  final int policy;
  final List<Modifier> modifiers;

  /** What the debugger knows it by; 0 until it is set. */
  volatile int id;

  /** Upstream id by the thread it is restricted to, or by 0. */
  final Map<Long, Integer> copies = new ConcurrentHashMap<>();

  /** Hits until it fires, counted here; 0 when the agent counts, or nobody. */
  private int left;

  private Request(int kind, int policy, List<Modifier> modifiers) {
    this.kind = kind;
    this.policy = policy;
    this.modifiers = modifiers;
  }

  /** Reads the data of EventRequest.Set. */
  static Request read(PacketReader in) {
    int kind = in.u1();
    int policy = in.u1();
    List<Modifier> modifiers = new ArrayList<>();
    for (int left = in.count(1); left > 0; left--) {
      modifiers.add(Modifier.read(in));
    }
    return new Request(kind, policy, modifiers);
  }

  boolean isOwn() {
    return OWN_KINDS.contains(kind);
  }

  boolean isStep() {
    return kind == EventKind.SINGLE_STEP;
  }

  <T extends Modifier> Optional<T> find(Class<T> type) {
    return modifiers.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /** From now on hits are counted here: the agent sees only some of them, or some too many. */
  void countHere() {
    left = find(Count.class).map(Count::left).orElse(0);
  }

  /** Whether a hit is told, given that hits are counted here. */
  synchronized boolean fires() {
    if (left == 0) {
      return true;
    }
    if (left < 0) {
      return false; // it has fired, and is being cleared
    }
    left = left == 1 ? -1 : left - 1;
    return left == -1;
  }

  /** After a count has come to its end a request fires no more (JDWP, modifier Count). */
  synchronized boolean isSpent() {
    return left == -1;
  }

  /**
   * The data of the agent's EventRequest.Set.
   *
   * @param extra restrictions that the debugger did not ask for
   */
  byte[] toBytes(List<Modifier> extra) {
    List<Modifier> all = new ArrayList<>(extra);
    if (FILTERED_KINDS.contains(kind)) {
      all.add(new Modifier.ClassExclude(HOST_CLASSES));
    }
    for (Modifier each : modifiers) {
      if (!(each instanceof Count) || left == 0) {
        all.add(each);
      }
    }
    PacketWriter out = new PacketWriter().u1(kind).u1(upstreamPolicy()).i4(all.size());
    all.forEach(modifier -> modifier.write(out));
    return out.toBytes();
  }

  /** The agent never stops more than the thread of the event. */
  private int upstreamPolicy() {
    return policy == SuspendPolicy.NONE ? SuspendPolicy.NONE : SuspendPolicy.EVENT_THREAD;
  }
}
