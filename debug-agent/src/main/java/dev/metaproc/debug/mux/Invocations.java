package dev.metaproc.debug.mux;

import dev.metaproc.debug.jdwp.Command;
import dev.metaproc.debug.jdwp.JdwpError;
import dev.metaproc.debug.jdwp.Packet;
import dev.metaproc.debug.jdwp.PacketReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Method calls in a stopped thread. The agent is always told to let that thread alone run: without
 * the option it would resume every thread of the JVM, other programs' stopped ones too. When the
 * debugger wanted its other threads to run meanwhile, they are resumed here.
 */
final class Invocations {
  private static final int SINGLE_THREADED = 1;
  private static final Set<String> ENDING = Set.of("exit", "halt");

  private final Debugger debugger;
  private final Session session;

  Invocations(Debugger debugger, Session session) {
    this.debugger = debugger;
    this.session = session;
  }

  void invoke(Command command, Packet packet) {
    long thread = check(command, packet.reader());
    if (endsProgram(command, packet)) {
      return; // as in a JVM, the answer is the end
    }
    byte[] data = packet.data().clone();
    boolean isSingle = (data[data.length - 1] & SINGLE_THREADED) != 0;
    data[data.length - 1] |= SINGLE_THREADED;
    if (!debugger.invoking().add(thread)) {
      throw new RefusedException(JdwpError.ALREADY_INVOKING);
    }
    if (!isSingle) {
      debugger.control().resumeOthers(thread);
    }
    session
        .upstream()
        .send(command, data, reply -> finished(command, packet, reply, thread, isSingle));
  }

  private void finished(
      Command command, Packet packet, Packet reply, long thread, boolean isSingle) {
    debugger.invoking().remove(thread);
    if (!isSingle) {
      debugger.control().suspendOthers(thread);
    }
    if (debugger.isDetached()) {
      session.resume(thread); // the agent has suspended it again, for nobody
    } else {
      debugger.relay(packet, command, reply);
    }
  }

  /** Everything the agent does not look at; gives the thread. */
  private long check(Command command, PacketReader data) {
    long object = command == Command.OBJECT_INVOKE_METHOD ? data.id() : 0;
    long type = object == 0 ? data.id() : 0;
    long thread = data.id();
    type = object == 0 ? type : data.id();
    Member method = member(type, data.id());
    boolean isConstructor = method.name().equals("<init>");
    boolean fits =
        switch (command) {
          case CLASS_NEW_INSTANCE -> isConstructor && declares(type, method);
          case OBJECT_INVOKE_METHOD -> !method.isStatic() && !isConstructor;
          default -> method.isStatic() && !method.name().equals("<clinit>");
        };
    if (!fits) {
      throw new RefusedException(JdwpError.INVALID_METHODID);
    }
    if (object != 0 && !session.classes().isKindOf(session.classes().typeOf(object), type)) {
      throw new RefusedException(JdwpError.INVALID_OBJECT);
    }
    debugger.checks().arguments(method, data);
    return thread;
  }

  /**
   * A debugger calls the JDK itself, where no call is redirected: what would end the JVM ends the
   * program.
   */
  private boolean endsProgram(Command command, Packet packet) {
    PacketReader data = packet.reader();
    if (command == Command.OBJECT_INVOKE_METHOD) {
      data.id();
    }
    boolean isOnClass = command == Command.CLASS_INVOKE_METHOD;
    long first = data.id();
    long second = data.id();
    long type = isOnClass ? first : second;
    long thread = isOnClass ? second : first;
    String owner = session.classes().signature(type);
    if (!owner.equals("Ljava/lang/System;") && !owner.equals("Ljava/lang/Runtime;")) {
      return false;
    }
    Member method = member(type, data.id());
    if (!ENDING.contains(method.name()) || !method.signature().equals("(I)V")) {
      return false;
    }
    data.i4();
    data.u1();
    debugger.host().exit(session.owners().ofThread(thread).pid(), data.i4());
    return true;
  }

  private boolean declares(long type, Member method) {
    return session.classes().methods(type).containsKey(method.id());
  }

  private Member member(long type, long method) {
    Deque<Long> open = new ArrayDeque<>(Set.of(type));
    Set<Long> seen = new HashSet<>();
    while (!open.isEmpty()) {
      long next = open.pop();
      if (seen.add(next)) {
        Member found = session.classes().methods(next).get(method);
        if (found != null) {
          return found;
        }
        open.addAll(session.classes().supertypes(next));
      }
    }
    throw new RefusedException(JdwpError.INVALID_METHODID);
  }
}
