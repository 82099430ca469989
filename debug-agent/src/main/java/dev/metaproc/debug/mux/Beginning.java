package dev.metaproc.debug.mux;

import dev.metaproc.debug.jdwp.Command;
import dev.metaproc.debug.jdwp.Event;
import dev.metaproc.debug.jdwp.EventKind;
import dev.metaproc.debug.jdwp.PacketReader;
import dev.metaproc.debug.jdwp.PacketWriter;
import dev.metaproc.debug.jdwp.SuspendPolicy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first moments of a program that was held before its main method. The host has looked at its
 * main class by then; in a JVM of its own that would be loaded after the debugger's first resume.
 * So its classes are hidden until then, and their preparation is told as if it happened now.
 *
 * <p>Used by the debugger's own thread alone; it may wait for the agent.
 */
final class Beginning {
  private static final int PREPARED = 2;

  /** One class that is told to be prepared now. */
  private record Prepared(int tag, long type, String signature, int status, int depth) {}

  /**
   * What is to be told next.
   *
   * @param policy the strictest of the requests'
   */
  record Told(int policy, List<Event> events) {}

  private final Debugger debugger;
  private final Session session;
  private final long thread;
  private @Nullable Deque<Prepared> left;

  /**
   * The beginning of a program.
   *
   * @param thread its main thread
   */
  Beginning(Debugger debugger, Session session, long thread) {
    this.debugger = debugger;
    this.session = session;
    this.thread = thread;
  }

  long thread() {
    return thread;
  }

  /** Whether a class is hidden still. */
  boolean hides(long type) {
    Deque<Prepared> waiting = left;
    return waiting == null || waiting.stream().anyMatch(each -> each.type == type);
  }

  /** The next class that some request wants to be told of; null when nothing is left. */
  @Nullable Told next() {
    Deque<Prepared> waiting = left;
    if (waiting == null) {
      waiting = find();
      left = waiting;
    }
    while (!waiting.isEmpty()) {
      Prepared each = waiting.remove();
      List<Request> interested =
          debugger.requests().vectorsOf(EventKind.CLASS_PREPARE).stream()
              .filter(request -> wants(request, each))
              .filter(Request::fires)
              .toList();
      if (!interested.isEmpty()) {
        return told(each, interested);
      }
    }
    return null;
  }

  private Told told(Prepared each, List<Request> interested) {
    byte[] body =
        new PacketWriter()
            .id(thread)
            .u1(each.tag)
            .id(each.type)
            .string(each.signature)
            .i4(each.status)
            .toBytes();
    int policy =
        interested.stream().mapToInt(request -> request.policy).max().orElse(SuspendPolicy.NONE);
    return new Told(
        policy,
        interested.stream()
            .map(request -> new Event(EventKind.CLASS_PREPARE, request.id, thread, body))
            .toList());
  }

  private Deque<Prepared> find() {
    PacketReader reply = session.upstream().get(Command.VM_ALL_CLASSES, new byte[0]);
    List<Prepared> all = new ArrayList<>();
    for (int count = reply.count(17); count > 0; count--) {
      int tag = reply.u1();
      long type = reply.id();
      all.add(new Prepared(tag, type, reply.string(), reply.i4(), 0));
    }
    session.owners().learnTypes(all.stream().map(Prepared::type).toList());
    return new ArrayDeque<>(
        all.stream()
            .filter(this::isOwn)
            .map(
                each ->
                    new Prepared(
                        each.tag, each.type, each.signature, each.status, depth(each.type)))
            .sorted(Comparator.comparingInt(Prepared::depth))
            .toList());
  }

  private boolean isOwn(Prepared each) {
    Owner owner = session.owners().knownOfType(each.type);
    return owner != null
        && debugger.view().owns(owner)
        && (each.status & PREPARED) != 0
        && each.signature.startsWith("L")
        && !each.signature.startsWith("Ldev/metaproc/")
        && !each.signature.startsWith("Lmpi/");
  }

  /** A class is prepared after those above it. */
  private int depth(long type) {
    return session.classes().supertypes(type).stream()
        .filter(above -> session.owners().ofType(above).isProgram())
        .mapToInt(above -> depth(above) + 1)
        .max()
        .orElse(0);
  }

  private boolean wants(Request request, Prepared each) {
    String name = each.signature.substring(1, each.signature.length() - 1).replace('/', '.');
    return request.modifiers.stream()
        .allMatch(
            modifier ->
                switch (modifier) {
                  case Modifier.ClassMatch(String pattern) -> matches(pattern, name);
                  case Modifier.ClassExclude(String pattern) -> !matches(pattern, name);
                  case Modifier.ClassOnly(long type) -> session.classes().isKindOf(each.type, type);
                  case Modifier.ThreadOnly(long only) -> only == thread;
                  default -> true;
                });
  }

  /** A name, or one with {@code *} at its beginning or end (JDWP, ClassMatch). */
  private static boolean matches(String pattern, String name) {
    if (pattern.startsWith("*")) {
      return name.endsWith(pattern.substring(1));
    }
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern);
  }
}
