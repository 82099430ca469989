package dev.metaproc.debug.mux;

import dev.metaproc.debug.jdwp.Command;
import dev.metaproc.debug.jdwp.JdwpError;
import dev.metaproc.debug.jdwp.Packet;
import dev.metaproc.debug.jdwp.PacketReader;
import java.util.Set;

/**
 * Method calls in a stopped thread. The agent is always told to let that thread alone run: without
 * the option it would resume every thread of the JVM, other programs' stopped ones too. When the
 * debugger wanted its other threads to run meanwhile, they are resumed here.
 */
final class Invocations {
  /**
   * What is to be called.
   *
   * @param object 0 where it is called on a class
   */
  private record Call(long object, long type, long thread, Member method) {}

  private static final int SINGLE_THREADED = 1;
  private static final Set<String> ENDING = Set.of("exit", "halt");

  private final Debugger debugger;
  private final Session session;

  Invocations(Debugger debugger, Session session) {
    this.debugger = debugger;
    this.session = session;
  }

  void invoke(Command command, Packet packet) {
    PacketReader in = packet.reader();
    Call call = read(command, in);
    check(command, call);
    int arguments = in.position();
    debugger.checks().arguments(call.type, call.method, in);
    in.rewind(arguments);
    if (endsProgram(call, in)) {
      return; // as in a JVM, the answer is the end
    }
    long thread = call.thread;
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

  /** Reads a command up to its arguments. */
  private Call read(Command command, PacketReader in) {
    if (command == Command.OBJECT_INVOKE_METHOD) {
      long object = in.id();
      long thread = in.id();
      long type = in.id();
      return new Call(object, type, thread, debugger.checks().inherited(type, in.id()));
    }
    long type = in.id();
    long thread = in.id();
    return new Call(0, type, thread, debugger.checks().inherited(type, in.id()));
  }

  /** Everything the agent does not look at, but for the arguments. */
  private void check(Command command, Call call) {
    Member method = call.method;
    boolean isConstructor = method.name().equals("<init>");
    boolean fits =
        switch (command) {
          case CLASS_NEW_INSTANCE -> isConstructor && declares(call.type, method);
          case OBJECT_INVOKE_METHOD -> !method.isStatic() && !isConstructor;
          default -> method.isStatic() && !method.name().equals("<clinit>");
        };
    if (!fits || isLinker(call.type, method)) {
      throw new RefusedException(JdwpError.INVALID_METHODID);
    }
    Classes classes = session.classes();
    if (call.object != 0 && !classes.isKindOf(classes.typeOf(call.object), call.type)) {
      throw new RefusedException(JdwpError.INVALID_OBJECT);
    }
  }

  /**
   * A debugger calls the JDK itself, where no call is redirected: what would end the JVM ends the
   * program.
   */
  private boolean endsProgram(Call call, PacketReader arguments) {
    String owner = session.classes().signature(call.type);
    if (!owner.equals("Ljava/lang/System;") && !owner.equals("Ljava/lang/Runtime;")) {
      return false;
    }
    if (!ENDING.contains(call.method.name()) || !call.method.signature().equals("(I)V")) {
      return false;
    }
    arguments.i4();
    arguments.u1();
    debugger.host().exit(session.owners().ofThread(call.thread).pid(), arguments.i4());
    return true;
  }

  /** Their last argument is an address, or what the JVM takes for one. */
  private boolean isLinker(long type, Member method) {
    return method.name().startsWith("linkTo")
        && session.classes().isKindOf(type, "Ljava/lang/invoke/MethodHandle;");
  }

  private boolean declares(long type, Member method) {
    return session.classes().methods(type).containsKey(method.id());
  }
}
